#!/usr/bin/env bash
# coverage.sh [ROOM...]: which branches of storage/sealed and storage/vault their tests take, by Clang's own count. Prints a
# line for each file, the worst first, and one for each room. Every branch not taken stands in build/coverage/untaken.txt, the
# pages with the lines in build/coverage/html.
# Every fault that the tests know is tried (RAPPORT_FAULT_STRIDE=1), by as many processes as there are processors, so this
# takes much longer than the everyday run; a larger stride is quicker and takes fewer of the error branches.
set -euo pipefail
cd "$(dirname "$0")/.."
./packaging/install.sh --coverage

rooms=("$@")
[ $# -gt 0 ] || rooms=(sealed vault)
cmake --preset coverage -DRAPPORT_TESTS=ON >/dev/null
# Requests for memory that are refused, of the vault, are tests of a program of their own.
tests=()
for room in "${rooms[@]}"; do
  tests+=("test_$room")
  [ "$room" != vault ] || tests+=(test_no_memory)
done
cmake --build --preset coverage --target "${tests[@]}"
into=build/coverage/profiles
rm -rf "$into"
mkdir -p "$into"
export RAPPORT_DERIVE_ONCE=1 # no branch depends on how often one passphrase is stretched, and it is most of the time
export RAPPORT_FAULT_STRIDE=${RAPPORT_FAULT_STRIDE:-1}
export GTEST_TOTAL_SHARDS=${GTEST_TOTAL_SHARDS:-$(nproc)}
programs=()
for test in "${tests[@]}"; do
  shards=()
  for ((shard = 0; shard < GTEST_TOTAL_SHARDS; ++shard)); do
    # %c: counted in the file itself, so that what a process did counts that was killed or confined.
    GTEST_SHARD_INDEX=$shard LLVM_PROFILE_FILE="$into/$test.$shard.%p%c.profraw" \
      "build/coverage/bin/$test" --gtest_brief=1 >&2 &
    shards+=($!)
  done
  for shard in "${shards[@]}"; do wait "$shard"; done
  [ ${#programs[@]} -eq 0 ] || programs+=(-object)
  programs+=("build/coverage/bin/$test")
done
llvm-profdata merge -sparse "$into"/*.profraw -o "$into/all.profdata"

llvm-cov export -instr-profile "$into/all.profdata" "${programs[@]}" "${rooms[@]/#/storage/}" |
  ./packaging/coverage_lines.py build/coverage/untaken.txt
llvm-cov show -format=html -show-branches=count -output-dir build/coverage/html -instr-profile "$into/all.profdata" \
  "${programs[@]}" "${rooms[@]/#/storage/}"
