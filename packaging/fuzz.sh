#!/usr/bin/env bash
# fuzz.sh [RUNS [NAME]...]: fuzzes what reads other people's bytes, RUNS times each (10,000,000), with another seed each
# time. What was found stays in build/fuzz.
set -euo pipefail
cd "$(dirname "$0")/.."
./packaging/install.sh --tests
cmake --preset asan -DRAPPORT_TESTS=ON >/dev/null
runs=${1:-10000000}
[ $# -eq 0 ] || shift
while read -r name longest; do
  [ $# -eq 0 ] || [[ " $* " = *" $name "* ]] || continue
  cmake --build --preset asan --target "fuzz_$name"
  ./tests/fuzz/run.sh "build/asan/bin/fuzz_$name" "$name" "$longest" "build/fuzz/$name" "$runs" "$RANDOM"
done < <(sed -nE 's/^rapport_fuzz\(([a-z_]+) ([0-9]+).*/\1 \2/p' tests/fuzz/CMakeLists.txt)
