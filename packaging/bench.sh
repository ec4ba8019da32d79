#!/usr/bin/env bash
# Installs what is missing, builds as shipped, runs the bench programs and prints one table: ours, what stands beside it in
# the same run, and the limits. bench.sh [--short] [--json]: --short ends within five minutes once it is built, the whole in
# about ten. The table is on stdout, all else on stderr. Nothing is judged by how long it took.
set -euo pipefail
cd "$(dirname "$0")/.."
for word in "$@"; do
  case $word in --short | --json) ;; *) echo "usage: bench.sh [--short] [--json]" >&2; exit 2 ;; esac
done
./packaging/install.sh --bench
cmake --preset release -DRAPPORT_TESTS=ON >/dev/null
cmake --build --preset release --target bench >&2
exec /usr/bin/python3 tests/bench/table.py --bin build/release/bin "$@"
