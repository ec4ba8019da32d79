#!/usr/bin/env bash
# run.sh PROGRAM NAME LONGEST FOLDER [RUNS [SEED]]: inputs that reach something new are kept in FOLDER/new, one that
# fails in FOLDER/found.
# A crash, a report of a sanitizer, an input that takes more than a second of processor time, or more than 256 MiB ends it.
# Inputs are picked evenly: weighing them by how rare what they reach is takes longer than running them.
set -euo pipefail
program=$1 name=$2 longest=$3 folder=$4 runs=${5:-100000} seed=${6:-1}
kept=$(cd "$(dirname "$0")" && pwd)/corpus/$name
dictionary=$(dirname "$0")/$name.dict
mkdir -p "$folder/new" "$folder/found"
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:quarantine_size_mb=8:allocator_may_return_null=1
words=()
[ ! -f "$dictionary" ] || words=("-dict=$dictionary")
exec "$program" "${words[@]}" -runs="$runs" -seed="$seed" -max_len="$longest" -timeout=60 -rss_limit_mb=256 -print_final_stats=1 \
  -verbosity=0 -entropic=0 -artifact_prefix="$folder/found/" "$folder/new" "$kept"
