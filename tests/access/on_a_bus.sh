#!/usr/bin/env bash
# Runs a program on a display and a session bus of its own, where assistive technology is said to be in use.
# A machine where that cannot be had is told so, and the test fails.
set -euo pipefail
for needed in xvfb-run dbus-run-session dbus-send; do
  command -v "$needed" >/dev/null || { echo "no $needed here: packaging/install.sh --tests installs it"; exit 1; }
done
if [ "${1:-}" = --inside ]; then
  shift
  switch() {
    dbus-send --session --print-reply --reply-timeout=10000 --dest=org.a11y.Bus /org/a11y/bus \
      org.freedesktop.DBus.Properties.Set string:org.a11y.Status string:IsEnabled variant:boolean:true
  }
  switch >/dev/null || { echo "no accessibility bus here: packaging/install.sh --tests installs at-spi2-core"; exit 1; }
  exec "$@"
fi
# No settings of the person who runs this, and none left behind.
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
unset AT_SPI_BUS_ADDRESS NO_AT_BRIDGE
export HOME=$home XDG_RUNTIME_DIR=$home GSETTINGS_BACKEND=memory
xvfb-run -a -s '-screen 0 1600x1400x24 -noreset' dbus-run-session -- "$0" --inside "$@"
