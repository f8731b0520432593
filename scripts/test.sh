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
# two parts of about the same length side by side, each with engines of its own: most of the time goes into waiting
# for them, and a second core would lie idle
tests() {
    log=$(mktemp)
    "$bin/python" -m pytest --durations=8 -p no:cacheprovider tests/attribution >"$log" 2>&1 &
    beside=$!
    code=0
    "$bin/python" -m pytest --durations=8 --ignore=tests/attribution || code=$?
    wait "$beside" || code=$?
    cat "$log"
    rm -f "$log"
    return "$code"
}
step "services" sh scripts/test-services.sh
step "lint" "$bin/ruff" check .
step "format" "$bin/ruff" format --check .
step "types" "$bin/mypy"
step "import rules" "$bin/lint-imports" --no-cache
step "front end" sh scripts/check-frontend.sh
step "tests" tests
echo "== time$times"
