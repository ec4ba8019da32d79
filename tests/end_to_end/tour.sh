#!/usr/bin/env bash
# The tour must hold, and must leave what it promises: pictures, released files, a summary that says so.
set -euo pipefail
rapport=$1 out=$2
rm -rf "$out"
xvfb-run -a -s '-screen 0 1600x1400x24 -noreset' "$rapport" tour --out "$out"

pictures=$(find "$out/pictures" -name '*.png' | wc -l)
[ "$pictures" -ge 30 ] || { echo "only $pictures pictures"; exit 1; }
find "$out/release" -name manifest.json | grep -q . || { echo "no manifest"; exit 1; }
grep -q '"ok": true' "$out/tour.json"
[ ! -e "$out/vault" ] || { echo "the demo vault was left behind"; exit 1; }
