#!/usr/bin/env bash
# Runs a program on an X server of its own whose only pointing device is a touch screen: Xorg with its dummy screen and
# its own input driver for tests, which takes touches from a socket and passes them on as a panel's driver would.
set -euo pipefail
server=/usr/lib/xorg/Xorg
[ -x "$server" ] || { echo "no $server here: packaging/install.sh --tests installs it"; exit 1; }
home=$(mktemp -d)
trap 'kill "$xorg" 2>/dev/null || true; wait "$xorg" 2>/dev/null || true; rm -rf "$home"' EXIT
cat > "$home/xorg.conf" <<CONF
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
  Option "AutoAddGPU" "false"
EndSection
Section "Device"
  Identifier "screen card"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "panel"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
  Modeline "1280x800" 83.50 1280 1352 1480 1680 800 803 809 831
EndSection
Section "Screen"
  Identifier "screen"
  Device "screen card"
  Monitor "panel"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "1280x800"
    Virtual 1280 800
  EndSubSection
EndSection
Section "InputDevice"
  Identifier "panel touch"
  Driver "inputtest"
  Option "SocketPath" "$home/touch"
  Option "DeviceType" "Touch"
  Option "TouchCount" "5"
EndSection
Section "InputDevice"
  Identifier "keys"
  Driver "inputtest"
  Option "SocketPath" "$home/keys"
  Option "DeviceType" "Keyboard"
EndSection
Section "ServerLayout"
  Identifier "tablet"
  Screen "screen"
  InputDevice "panel touch" "CorePointer"
  InputDevice "keys" "CoreKeyboard"
EndSection
CONF
"$server" -displayfd 8 -config "$home/xorg.conf" -logfile "$home/log" -noreset -nolisten tcp -novtswitch -sharevts \
  8> "$home/number" > "$home/out" 2>&1 &
xorg=$!
for _ in $(seq 200); do [ -s "$home/number" ] && break; kill -0 "$xorg" 2>/dev/null || break; sleep 0.1; done
[ -s "$home/number" ] || { echo "the X server did not start:"; grep -E '\(EE\)|Fatal' "$home/log" "$home/out"; exit 1; }
export DISPLAY=":$(cat "$home/number")" RAPPORT_TOUCH_SOCKET="$home/touch"
"$@"
