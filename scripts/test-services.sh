#!/bin/sh
# What the integration and browser tests need beside Python: a Chromium, a Java 17 with Maven (for a Neo4j), Node.js.
# In CI they are installed where they are missing; elsewhere nothing is changed and the tests say what they skip.
set -eu
[ "${CI:-}" = "true" ] || exit 0

have() { command -v "$1" >/dev/null 2>&1; }
wanted=""
have chromium || have chromium-browser || have google-chrome || wanted="$wanted chromium"
have java || wanted="$wanted openjdk-17-jre-headless"
have mvn || wanted="$wanted maven"
have npm || wanted="$wanted nodejs npm"
if [ -n "$wanted" ]; then
    have apt-get || { echo "test-services: missing$wanted, and no apt-get to install them with" >&2; exit 2; }
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo"
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -qq
    # shellcheck disable=SC2086  # a list of packages
    $as_root apt-get install -y -qq --no-install-recommends $wanted >/dev/null
fi
sh tests/services/fetch_neo4j.sh
