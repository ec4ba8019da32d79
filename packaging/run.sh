#!/usr/bin/env bash
# Installs what is missing, builds, and starts Rapport with a demo clinic.
# With no display the same day's work is done by the real programs on a virtual display; pictures and files are kept.
set -euo pipefail
cd "$(dirname "$0")/.."

./packaging/install.sh
./packaging/build.sh

home=${RAPPORT_HOME:-$PWD/build/demo}
mkdir -p "$home"

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  out="$home/tour-$(date +%Y%m%d-%H%M%S)"
  echo "rapport: no display here, so the day is done on a virtual one. This takes about a minute." >&2
  LIBGL_ALWAYS_SOFTWARE=1 xvfb-run -a -s '-screen 0 1600x1400x24 -noreset' build/release/bin/rapport tour --out "$out" --keep-vault
  echo "Pictures:  $out/pictures"
  echo "Files:     $out/release"
  echo "Vault:     $out/vault"
  echo "What was checked: $out/tour.json"
  exit 0
fi

if [ ! -e "$home/clinic/header.rvh" ]; then build/release/bin/rapport demo "$home/clinic"; fi
echo "Demo clinic: $home/clinic. Everybody in it is invented. Unlock with the passphrase: $(build/release/bin/rapport demo --show-passphrase)"
exec build/release/bin/rapport run "$home/clinic" "$@"
