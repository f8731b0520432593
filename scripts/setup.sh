#!/bin/sh
# Makes the virtual environment $1 with the pinned dependencies of $2 and the command `attribution`.
set -eu
venv=$1
requirements=$2
python=${PYTHON:-python3}

command -v "$python" >/dev/null 2>&1 || {
    echo "setup: $python is not here; install Python 3.11 or later, or name one: make setup PYTHON=/path/to/python" >&2
    exit 2
}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "setup: $("$python" --version) is too old; name Python 3.11 or later: make setup PYTHON=python3.12" >&2
    exit 2
}
if [ ! -x "$venv/bin/python" ]; then
    echo "setup: making $venv"
    "$python" -m venv "$venv" || {
        echo "setup: $python cannot make virtual environments; install its venv module (Debian: python3-venv)" >&2
        exit 2
    }
fi
echo "setup: installing $(grep -c '^[a-zA-Z0-9].*==' "$requirements") pinned packages (a few minutes the first time)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r "$requirements"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
echo "setup: compiling the loops that count pairs (ten seconds the first time)"
"$venv/bin/python" -m scripts.compiling
