#!/usr/bin/env bash
# moved.sh CMAKE BUILD WORK VERSION: installs into a prefix, moves the prefix, and asks the programs there for what is
# theirs. No root, no display.
set -euo pipefail
cmake=$1 build=$2 work=$3 version=$4
fail() { echo "moved: $*" >&2; exit 1; }
rm -rf "$work"
mkdir -p "$work/home"
for component in rapport packs licence kiosk; do
  "$cmake" --install "$build" --prefix "$work/first" --component $component >/dev/null
done
there="$work/another place"
mv "$work/first" "$there"

# Nothing of this machine's but a home: no display, no bus.
away() { env -i HOME="$work/home" PATH=/usr/bin:/bin ${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} "$@"; }
rapport() { away "$there/bin/rapport" "$@"; }

case "$(rapport --version)" in *"$version"*) ;; *) fail "--version does not say $version" ;; esac
packs=$(rapport instruments packs --json)
for pack in audit collaborate dass-21 who-5; do
  grep -q "\"id\":\"$pack\"" <<<"$packs" || fail "pack $pack is not found"
  rapport instruments show $pack >"$work/sheet" || fail "pack $pack is not shown"
  [ -s "$there/share/rapport/packs/$pack/NOTICE" ] || fail "pack $pack has no NOTICE"
done
for program in rapport-desk rapport-kiosk; do
  away "$there/bin/$program" --help >/dev/null || fail "$program does not start"
done
# The desk is found and started: it is the desk that misses a display. (A program that cannot be started says otherwise.)
code=0
rapport run >"$work/said" 2>&1 || code=$?
[ "$code" = 3 ] || fail "run without a vault and a display ended with $code"
grep -q '/\.local/share/rapport/vault' "$work/said" || fail "run does not say which vault it looked for"
grep -q 'No screen was found' "$work/said" || fail "run did not reach the desk: $(cat "$work/said")"

for program in rapport rapport-desk rapport-kiosk; do
  ! readelf -d "$there/bin/$program" | grep -qE 'R(UN)?PATH' || fail "$program looks for libraries in one place"
  [ -s "$there/share/man/man1/$program.1.gz" ] || fail "$program has no manual page"
done
! grep -rlF -e "$build" -e "$work/first" "$there/share" "$there/lib" || fail "names a place of this machine"
entry=$there/share/applications/rapport.desktop
[ -x "$there/bin/$(sed -nE 's/^Exec=([^ ]+).*/\1/p' "$entry")" ] || fail "the entry starts nothing"
[ -s "$there/share/icons/hicolor/scalable/apps/$(sed -n 's/^Icon=//p' "$entry").svg" ] || fail "the entry has no icon"
grep -q "<release version=\"$version\"" "$there"/share/metainfo/*.metainfo.xml || fail "metainfo is of another version"
for package in rapport rapport-packs rapport-kiosk-system; do
  gzip -dc "$there/share/doc/$package/changelog.gz" | grep -q "^rapport ($version)" || fail "changelog is of another version"
  [ -s "$there/share/doc/$package/copyright" ] || fail "$package has no copyright file"
done
grep -q 'PTSD Checklist for DSM-5' "$there/share/doc/rapport/copyright" || fail "copyright says nothing of a questionnaire"
grep -q 'CC BY-NC-SA 3.0 IGO' "$there/share/doc/rapport-packs/copyright" || fail "copyright says nothing of a pack"
for word in 'Files: bin/rapport bin/rapport-desk' 'License: GPL-3+' 'License: Apache-2.0'; do
  grep -qF "$word" "$there/share/doc/rapport/copyright" || fail "copyright has no line '$word'"
done
# GLPK is why: the two programs are linked with it, and the one in a patient's hands is not.
for program in rapport rapport-desk rapport-kiosk; do
  linked=no
  if readelf -d "$there/bin/$program" | grep -q 'NEEDED.*libglpk'; then linked=yes; fi
  said=no
  if grep -qE "^Files: .*bin/$program( |\$)" "$there/share/doc/rapport/copyright"; then said=yes; fi
  [ $linked = $said ] || fail "$program is linked with GLPK: $linked; copyright says so: $said"
done
# What the build has made by now goes along.
[ ! -e "$build/rapport.cdx.json" ] || cmp -s "$build/rapport.cdx.json" "$there/share/doc/rapport/rapport.cdx.json" || fail "the bill of materials is not there"
[ ! -e "$build/documents/index.html" ] || diff -r "$build/documents" "$there/share/doc/rapport/html" >/dev/null || fail "the documents are not there"
unit=$there/lib/systemd/system/rapport.service
grep -q "^ExecStart=.* /usr/bin/rapport run /var/lib/rapport/vault " "$unit" || fail "the unit starts another program"
echo "moved: all of it was found"
