#!/bin/sh
# Proves that the built front end in the repository comes from its source.
set -eu
if ! command -v npm >/dev/null 2>&1; then
    [ "${CI:-}" = "true" ] && { echo "front end: npm is missing" >&2; exit 1; }
    echo "front end: skipped, npm is not here (users do not need it)"
    exit 0
fi
source=ui/graph_component/frontend
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R ui/graph_component "$work/"
rm -rf "$work/graph_component/dist" "$work/graph_component/frontend/node_modules"
cd "$work/graph_component/frontend"
npm ci --silent --no-audit --no-fund
npm run --silent check
npm run --silent build
cd - >/dev/null
diff -r "$work/graph_component/dist" ui/graph_component/dist || {
    echo "front end: ui/graph_component/dist does not come from $source; run make frontend and commit it" >&2
    exit 1
}
echo "front end: ui/graph_component/dist is what $source builds"
