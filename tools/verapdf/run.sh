#!/bin/sh
# Holds every PDF of a folder against veraPDF: run.sh FOLDER. They must be PDF/A-2b; slips, which the house renders itself, 2a.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ -d "$here/node_modules" ] || (cd "$here" && npm ci --no-audit --no-fund)
path="$here/node_modules/@opendataloader/pdf/lib/opendataloader-pdf-cli.jar"
for jar in jaxb-api jaxb-runtime jaxb-core jaxb-impl istack-commons-runtime txw2 FastInfoset stax-ex javax.activation; do
	path="$path:/usr/share/java/$jar.jar"
done
count=$(find "$1" -name '*.pdf' | wc -l)
[ "$count" -ge 4 ] || { echo "only $count PDFs in $1: the stories kept none" >&2; exit 1; }
java -cp "$path" "$here/Vera.java" 2b "$1"/*.pdf 2>"$1/warnings.txt"
java -cp "$path" "$here/Vera.java" 2a "$1"/slip-*.pdf 2>>"$1/warnings.txt"
