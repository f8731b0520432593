#!/bin/sh
# Everything that CI checks, in the order in which it fails fastest; says where the time went.
set -eu
bin=$1
times=""
step() {
    name=$1
    shift
    began=$(date +%s)
    echo "== $name"
    "$@"
    times="$times
$(printf '%6s s  %s' "$(($(date +%s) - began))" "$name")"
}
step "services" sh scripts/test-services.sh
step "lint" "$bin/ruff" check .
step "format" "$bin/ruff" format --check .
step "types" "$bin/mypy"
step "import rules" "$bin/lint-imports" --no-cache
step "front end" sh scripts/check-frontend.sh
step "tests" "$bin/python" -m pytest --durations=15
echo "== time$times"
