#!/bin/sh
# Pins every dependency with hashes; the files name no index.
set -eu
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    pyproject.toml --extra dev -o requirements/dev.txt
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    pyproject.toml --extra build -c requirements/dev.txt -o requirements/app.txt
