#!/usr/bin/env bash
# Says whether the tree is formatted, and with --tidy whether clang-tidy is content. Changes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

git ls-files '*.cpp' '*.h' | xargs clang-format --dry-run --Werror
if [ "${1:-}" = --tidy ]; then
  [ -f build/release/compile_commands.json ] || cmake --preset release >/dev/null
  git ls-files 'instruments/*.cpp' 'storage/*.cpp' 'app/*.cpp' | xargs -P "$(nproc)" -n 4 clang-tidy --quiet -p build/release
fi
