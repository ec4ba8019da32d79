#!/usr/bin/env bash
# The independent scorer and the program must say the same of every bundled questionnaire: the published facts, and
# COUNT random answers each with blanks among them.
set -euo pipefail
here=$(dirname "$0") rapport=$1 count=$2

# The packs are not compiled in; test_instruments holds them against the facts.
python3 "$here/facts.py" --program "$rapport score ID -" --without audit collaborate dass-21 who-5 | tail -1
tried=0
for id in $("$rapport" instruments list --json | python3 -c 'import json, sys; print(*(each["id"] for each in json.load(sys.stdin)))'); do
  python3 "$here/score.py" "$id" --compare "$rapport score $id -" --count "$count" --seed 22 | tail -1
  tried=$((tried + 1))
done
# The packs, and the questionnaire made up of expressions, from their files.
for file in "$here"/../../instruments/packs/*/definition.json "$here"/../exchange/made_up/expressions.json; do
  id=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["id"])' "$file")
  python3 "$here/score.py" "$id" --compare "$rapport score $file -" --count "$count" --seed 22 | tail -1
  tried=$((tried + 1))
done
[ "$tried" -ge 46 ] || { echo "only $tried questionnaires were compared"; exit 1; }
