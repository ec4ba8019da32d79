#!/bin/sh
# The unit and the files beside it say what README.md promises, and systemd can read them where there is a systemd.
set -eu
here=$1/packaging/linux
fail() { echo "units: $*" >&2; exit 1; }
for line in Restart=always MemorySwapMax=0 LimitCORE=0 NoNewPrivileges=yes ProtectSystem=strict PrivateNetwork=yes; do
  grep -qx "$line" "$here/rapport.service" || fail "rapport.service has no $line"
done
grep -q '^ExecStart=/usr/bin/cage ' "$here/rapport.service" || fail "cage does not start it"
! grep -qE '^ExecStart=.*cage .*-s( |$)' "$here/rapport.service" || fail "cage may switch terminals"
grep -qx 'kernel.sysrq = 0' "$here/sysctl.conf" || fail "sysrq"
grep -qx 'NAutoVTs=0' "$here/logind.conf" || fail "NAutoVTs"
for file in rapport.service sysusers.conf tmpfiles.conf sysctl.conf logind.conf udev.rules; do
  grep -q "\`$file\`" "$here/README.md" || fail "README.md does not say where $file goes"
done
command -v systemd-analyze >/dev/null 2>&1 || { echo "units: no systemd-analyze here; the rest is not tried"; exit 0; }
# Programs that are not installed here are no fault of the unit's.
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
sed -e 's#/usr/bin/cage .*#/bin/true#' -e '/^Documentation=/d' "$here/rapport.service" >"$work/rapport.service"
said=$(systemd-analyze verify --man=no "$work/rapport.service" 2>&1 | grep rapport || true)
[ -z "$said" ] || fail "$said"
if command -v systemd-sysusers >/dev/null 2>&1; then
  systemd-sysusers --dry-run "$here/sysusers.conf" >/dev/null 2>&1 || fail "sysusers.conf"
fi
echo "units: read by systemd"
