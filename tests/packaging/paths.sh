#!/bin/sh
# No program says where it was built.
#   paths.sh SOURCE BUILD PROGRAM...
set -eu
source=$1 build=$2; shift 2
found=0
for program in "$@"; do
  [ -s "$program" ] || { echo "paths: no $program" >&2; exit 1; }
  for path in "$source" "$build"; do
    if grep -qaF -- "$path" "$program"; then
      echo "paths: $(basename "$program") has $path in it:" >&2
      strings -a "$program" | grep -F -- "$path" | sort -u | head -5 >&2
      found=1
    fi
  done
  if readelf -d "$program" | grep -E '\((RPATH|RUNPATH)\)' >&2; then
    echo "paths: $(basename "$program") looks for libraries in a place of its own" >&2
    found=1
  fi
done
exit $found
