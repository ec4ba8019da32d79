#!/usr/bin/env bash
# Installs what is missing, builds and runs every test as shipped, and before that the rooms that read bytes from outside
# (instruments, sealed, strings) under AddressSanitizer and UndefinedBehaviorSanitizer.
set -euo pipefail
cd "$(dirname "$0")/.."

./packaging/install.sh --tests

jobs=$(nproc)
export LIBGL_ALWAYS_SOFTWARE=1
export ASAN_OPTIONS=strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1

cmake --preset asan -DRAPPORT_TESTS=ON >/dev/null
cmake --build --preset asan --target test_instruments test_sealed test_strings
ctest --preset asan -j "$jobs" -R '^test_(instruments|sealed|strings)$'

cmake --preset release -DRAPPORT_TESTS=ON >/dev/null
cmake --build --preset release
ctest --preset release -j "$jobs"
