#!/usr/bin/env bash
# Builds the three programs into build/release. With nothing changed it takes about a second.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -f build/release/build.ninja ]; then cmake --preset release >&2; fi
cmake --build --preset release --target rapport rapport-kiosk rapport-desk >&2
