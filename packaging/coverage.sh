#!/usr/bin/env bash
# coverage.sh [ROOM...]: which branches of storage/sealed and storage/vault their tests take, by Clang's own count. Prints a
# line for each file, the worst first, and one for each room; the pages with the lines are left in build/coverage/html.
# Every fault that the tests know is tried (RAPPORT_FAULT_STRIDE=1), so this takes much longer than the everyday run.
set -euo pipefail
cd "$(dirname "$0")/.."
./packaging/install.sh --coverage

rooms=("$@")
[ $# -gt 0 ] || rooms=(sealed vault)
cmake --preset coverage -DRAPPORT_TESTS=ON >/dev/null
cmake --build --preset coverage --target "${rooms[@]/#/test_}"
into=build/coverage/profiles
rm -rf "$into"
export RAPPORT_FAULT_STRIDE=${RAPPORT_FAULT_STRIDE:-1}
programs=()
for room in "${rooms[@]}"; do
  LLVM_PROFILE_FILE="$into/$room.%p.profraw" "build/coverage/bin/test_$room" --gtest_brief=1 >&2
  [ ${#programs[@]} -eq 0 ] || programs+=(-object)
  programs+=("build/coverage/bin/test_$room")
done
llvm-profdata merge -sparse "$into"/*.profraw -o "$into/all.profdata"

for room in "${rooms[@]}"; do
  llvm-cov export -summary-only -instr-profile "$into/all.profdata" "${programs[@]}" "storage/$room" |
    python3 -c '
import json, os, sys
room = sys.argv[1]
data = json.load(sys.stdin)["data"][0]
def line(summary, name):
    b, l = summary["branches"], summary["lines"]
    print("%6.1f %%  %4d of %4d branches  %6.1f %% of lines  %s" % (b["percent"], b["covered"], b["count"], l["percent"], name))
for f in sorted(data["files"], key=lambda f: f["summary"]["branches"]["percent"]):
    if f["summary"]["branches"]["count"]:
        line(f["summary"], room + "/" + os.path.basename(f["filename"]))
line(data["totals"], room + ", all of it")
' "$room"
done
llvm-cov show -format=html -show-branches=count -output-dir build/coverage/html -instr-profile "$into/all.profdata" \
  "${programs[@]}" "${rooms[@]/#/storage/}"
