#!/usr/bin/env bash
# What Orca itself says of the real kiosk, from its debug log. Not part of the tests: Orca brings sixty packages.
#   apt-get install --no-install-recommends orca
#   tests/access/orca.sh build/release/bin/test_at_spi
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" != --on-the-bus ]; then
  command -v orca >/dev/null || { echo "Orca is not installed"; exit 1; }
  exec "$here/on_a_bus.sh" "$here/orca.sh" --on-the-bus "$1"
fi
log=$(mktemp)
orca --replace --debug-file="$log" >/dev/null 2>&1 &
orca=$!
trap 'kill "$orca" 2>/dev/null || true; rm -f "$log"' EXIT
for _ in $(seq 100); do grep -qs 'ORCA: Start' "$log" && break; sleep 0.1; done
sleep 3
"$2" --gtest_also_run_disabled_tests --gtest_filter='*walks_for_orca' >&2 || true
sleep 2
said=$(grep -o "SPEECH OUTPUT: '.*'" "$log" | sed "s/SPEECH OUTPUT: //" || true)
[ -n "$said" ] || { echo "Orca said nothing"; exit 1; }
printf '%s\n' "$said"
