#!/usr/bin/env bash
# A tour in which Orca reads the kiosk: its own debug log must have each question, and each answer with its place.
#   tests/access/orca.sh build/release/bin/rapport NEW_FOLDER
# Orca brings sixty packages: packaging/install.sh --long installs it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" != --on-the-bus ]; then
  command -v orca >/dev/null || { echo "Orca is not installed: packaging/install.sh --long installs it"; exit 1; }
  rm -rf "$2"
  exec "$here/on_a_bus.sh" "$here/orca.sh" --on-the-bus "$1" "$2"
fi
# A person's own choice in Orca's preferences: where an answer stands among the others is said with it.
mkdir -p "$HOME/.local/share/orca"
cat >"$HOME/.local/share/orca/orca-customizations.py" <<'CHOICE'
import orca.settings
orca.settings.enablePositionSpeaking = True
CHOICE
log=$(mktemp)
orca --replace --debug-file="$log" >/dev/null 2>&1 &
orca=$!
trap 'kill "$orca" 2>/dev/null || true; rm -f "$log"' EXIT
sleep 5 # its log is written by the block: it does not tell that it has started
kill -0 "$orca" 2>/dev/null || { echo "Orca did not start"; exit 1; }
# What the tour said is the answer; where Orca said nothing its checks have failed already, and the list is empty.
result=0
"$2" tour --out "$3" --orca-log "$log" || result=$?
grep -o "SPEECH OUTPUT: '.*'" "$log" | sed "s/SPEECH OUTPUT: //" >"$3/orca.txt" || true
echo "what Orca said: $3/orca.txt"
exit "$result"
