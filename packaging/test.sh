#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test twice: under AddressSanitizer and UndefinedBehaviorSanitizer, and
# as shipped.
set -euo pipefail
cd "$(dirname "$0")/.."

./packaging/install.sh --tests

export LIBGL_ALWAYS_SOFTWARE=1
export ASAN_OPTIONS=strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1

for preset in asan release; do
  cmake --preset "$preset" -DRAPPORT_TESTS=ON >/dev/null
  cmake --build --preset "$preset"
  ctest --preset "$preset" -j "$(nproc)"
done
