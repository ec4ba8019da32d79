#!/usr/bin/env bash
# read.sh PROGRAM READER [FOREIGN]: writes a release and has one foreign reader hold its formats against each other.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What every build reads is small; the heavy readers of the long suite take more.
people=300 visits=6
[ "$2" != bundle ] || people=60 visits=4
"$1" "$work/release" "$people" "$visits" 1
case $2 in
  bundle)
    python3 "$here/bundle.py" "$work/release"
    (cd "$work/release" && sha256sum --quiet -c SHA256SUMS)
    # The same data in another place and time are the same bytes.
    TZ=Pacific/Kiritimati LC_ALL=de_DE.UTF-8 "$1" "$work/again" "$people" "$visits" 1
    diff -r "$work/release" "$work/again"
    # The reader itself sees a changed answer.
    python3 "$here/spoil.py" "$work/again"
    if python3 "$here/bundle.py" "$work/again" >"$work/said"; then
      echo "a changed answer went unseen"; exit 1
    fi ;;
  haven) Rscript "$here/haven.R" "$work/release"; (cd / && Rscript "$work/release/load.R") ;;
  pandas_pspp)
    # Debian's pandas is Debian's Python's; another one may come first in PATH.
    python=python3
    python3 -c 'import pandas' 2>/dev/null || python=/usr/bin/python3
    "$python" "$here/pandas_pspp.py" "$work/release"; (cd / && "$python" "$work/release/load.py") ;;
  fhir) node "$here/fhir.cjs" "$work/release" "$3" ;;
esac
