#!/usr/bin/env bash
# morning.sh RAPPORT OUT PEOPLE VISITS: a clinician's morning in a clinic of that size holds, and leaves its pictures.
set -euo pipefail
rapport=$1 out=$2
rm -rf "$out"
xvfb-run -a -s '-screen 0 1600x1400x24 -noreset' "$rapport" tour --out "$out" --patients "$3" --visits "$4" --morning
[ "$(find "$out/pictures" -name '*.png' | wc -l)" -ge 8 ] || { echo "pictures are missing"; exit 1; }
grep -q '"ok": true' "$out/tour.json"
