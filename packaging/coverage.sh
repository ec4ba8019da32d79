#!/usr/bin/env bash
# coverage.sh: which branches of storage/sealed and storage/vault their tests take, by Clang's own count. Prints a line for
# each file, the worst first, and one for each room; the pages with the lines are left in build/coverage/html.
set -euo pipefail
cd "$(dirname "$0")/.."
./packaging/install.sh --coverage

cmake --preset coverage -DRAPPORT_TESTS=ON >/dev/null
cmake --build --preset coverage --target test_sealed test_vault
into=build/coverage/profiles
rm -rf "$into"
for test in test_sealed test_vault; do
  LLVM_PROFILE_FILE="$into/$test.%p.profraw" "build/coverage/bin/$test" --gtest_brief=1 >&2
done
llvm-profdata merge -sparse "$into"/*.profraw -o "$into/all.profdata"

programs=(build/coverage/bin/test_sealed -object build/coverage/bin/test_vault)
for room in sealed vault; do
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
  "${programs[@]}" storage/sealed storage/vault
