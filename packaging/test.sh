#!/usr/bin/env bash
# Installs what is missing, builds and runs: as shipped, the real programs and what an optimiser could change; then every
# test under AddressSanitizer and UndefinedBehaviorSanitizer; what tries a thousand states of files, there alone. With --long:
# only a morning in a clinic of 10,000, and what heavy foreign programs read (R, PSPP,
# pandas, FHIR validators, Orca), which it installs.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = --long ]; then
  ./packaging/install.sh --long
  cmake --preset release -DRAPPORT_TESTS=ON -DRAPPORT_LONG_TESTS=ON >/dev/null
  cmake --build --preset release --target release_bundle release_statistics rapport rapport-kiosk rapport-desk
  exec ctest --preset release -j "$(nproc)" -L long
fi
./packaging/install.sh --tests

export LIBGL_ALWAYS_SOFTWARE=1
export ASAN_OPTIONS=strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1

cmake --preset release -DRAPPORT_TESTS=ON >/dev/null
cmake --build --preset release --target as_shipped
ctest --preset release -j "$(nproc)" -L as_shipped

cmake --preset asan -DRAPPORT_TESTS=ON >/dev/null
cmake --build --preset asan
ctest --preset asan -j "$(nproc)"
