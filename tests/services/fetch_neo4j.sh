#!/bin/sh
# Fetches the jars of a Neo4j Community server into .cache/neo4j/VERSION (116 MB), once; needs Java 17 and Maven.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cache="$here/../../.cache/neo4j"
version=$(sed -n 's:.*<neo4j.version>\(.*\)</neo4j.version>.*:\1:p' "$here/pom.xml")
[ -d "$cache/$version" ] && exit 0
command -v mvn >/dev/null 2>&1 || { echo "fetch_neo4j: Maven (mvn) is missing; install it, or leave out the tests on Neo4j" >&2; exit 2; }
mkdir -p "$cache"
partial=$(mktemp -d "$cache/.partial-XXXXXX")
trap 'rm -rf "$partial"' EXIT INT TERM
mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$partial/lib" -DincludeScope=runtime
# whole or not at all; where another run was faster, its copy stands
mv "$partial/lib" "$cache/$version" 2>/dev/null || [ -d "$cache/$version" ]
