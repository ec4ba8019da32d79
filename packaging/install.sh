#!/usr/bin/env bash
# Installs what building and running Rapport needs, and nothing that is there already. Debian 12 and 13.
# Says each thing it installs. With nothing missing it makes no network call and needs no rights.
set -euo pipefail

build=(cmake g++ ninja-build pkg-config git ca-certificates python3
       libimgui-dev libstb-dev libglfw3-dev libfreetype-dev libgl-dev libpng-dev
       libsodium-dev libsqlcipher-dev libpq-dev nlohmann-json3-dev libcli11-dev libfmt-dev libcereal-dev libzip-dev
       libatk1.0-dev libatk-bridge2.0-dev libdbus-1-dev libasound2-dev libfribidi-dev libx11-dev libxi-dev
       libcairo2-dev libpango1.0-dev libfontconfig-dev libreadstat-dev libxlsxwriter-dev libxml2-dev libglpk-dev libboost-dev)
run=(fonts-inter fonts-droid-fallback fonts-noto-core libgl1-mesa-dri xvfb xauth espeak-ng)
check=(libgtest-dev binutils python3 python3-jsonschema cmark-gfm clang libclang-rt-dev
       at-spi2-core libatspi2.0-dev dbus-daemon dbus-bin poppler-utils
       libxtst-dev xserver-xorg-core xserver-xorg-video-dummy
       postgresql openssl)
bench=(libgtest-dev python3 python3-numpy python3-pandas sqlite3 libxtst-dev chromium)
# Programs that are not Rapport's read what it releases: packaging/test.sh --long.
long=(readstat pspp r-base-core r-cran-haven r-cran-data.table r-cran-lme4 python3-pandas python3-openpyxl python3-scipy
      libxml2-utils sqlite3 unzip
      orca at-spi2-core dbus-daemon dbus-bin)
# What packaging/package.sh makes packages with and looks at them, and packaging/try_package.sh tries them in.
package=(dpkg-dev file lintian appstream desktop-file-utils debootstrap cmark-gfm)
coverage=(libgtest-dev binutils python3 clang libclang-rt-dev llvm)
# Markdown into HTML: cmake --build --preset release --target documents.
documents=(python3 cmark-gfm)

tree=$(cd "$(dirname "$0")/.." && pwd)
wanted=("${build[@]}" "${run[@]}")
[ "${1:-}" != --bench ] || wanted+=("${bench[@]}")
[ "${1:-}" != --package ] || wanted+=("${package[@]}")
[ "${1:-}" != --coverage ] || wanted+=("${coverage[@]}")
[ "${1:-}" != --documents ] || wanted+=("${documents[@]}")
if [ "${1:-}" = --tests ] || [ "${1:-}" = --long ]; then
  wanted+=("${check[@]}")
  # A Node.js that did not come from Debian will do.
  command -v node >/dev/null || wanted+=(nodejs)
  command -v npm >/dev/null || wanted+=(npm)
fi
[ "${1:-}" != --long ] || wanted+=("${long[@]}")

say() { printf 'rapport: %s\n' "$*" >&2; }

# The engines that tests/exchange holds our exports against, and the schema of the bill of materials: exactly the versions
# and contents that their lock files name.
from_npm() {
  [ "${1:-}" = --tests ] || [ "${1:-}" = --long ] || return 0
  locked exchange/foreign "Without them the tests foreign_fhir and foreign_redcap fail."
  locked packaging/schema "Without it the test bill_of_materials fails."
}
locked() {
  local name=${1##*/} from=$tree/tests/$1 into=$tree/build/${1##*/}
  if cmp -s "$from/package-lock.json" "$into/installed.json"; then return 0; fi
  say "installing into build/$name what tests/$1/package-lock.json names, from the npm registry"
  mkdir -p "$into"
  cp "$from/package.json" "$from/package-lock.json" "$into"
  (cd "$into" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) ||
    { say "npm could not install it. $2"; exit 3; }
  cp "$from/package-lock.json" "$into/installed.json"
}

present() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing=()
for package in "${wanted[@]}"; do present "$package" || missing+=("$package"); done

# SQLCipher's pkg-config file gives the version of the SQLite inside: 3.40 and later is SQLCipher 4.5 and later.
sqlcipher_is_new() { pkg-config --atleast-version=3.40 sqlcipher 2>/dev/null; }

if [ ${#missing[@]} -eq 0 ] && sqlcipher_is_new; then
  from_npm "$@"
  exit 0
fi

if ! command -v apt-get >/dev/null; then
  say "this system has no apt-get, so nothing was installed. Install by hand: ${missing[*]}"
  exit 3
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { say "installing needs root, and there is no sudo here. Run this script as root."; exit 3; }
  as_root=(sudo)
fi
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "$@" >&2; }

. /etc/os-release
target=()
if [ "${VERSION_CODENAME:-}" = bookworm ] && ! sqlcipher_is_new; then
  if ! find /etc/apt -name '*.list' -exec grep -l '^deb.*bookworm-backports' {} + -o -name '*.sources' -exec grep -l '^Suites:.*bookworm-backports' {} + | grep -q .; then
    # The archive's own address on this machine, whichever format its sources are written in.
    archive=$(find /etc/apt -type f \( -name '*.list' -o -name '*.sources' \) -exec cat {} + \
              | sed -nE '/security/d; s#^(URIs:|deb )([^/]* )?([a-z]+:[^ ]*/debian/?)( .*)?$#\3#p' | sed -n 1p)
    [ -n "$archive" ] || { say "no Debian archive is named in /etc/apt, so bookworm-backports cannot be enabled. Nothing was changed."; exit 3; }
    say "enabling bookworm-backports from this machine's own archive address, for SQLCipher 4.6 only (/etc/apt/sources.list.d/rapport-backports.sources)"
    printf 'Types: deb\nURIs: %s\nSuites: bookworm-backports\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
      "$archive" | "${as_root[@]}" tee /etc/apt/sources.list.d/rapport-backports.sources >/dev/null
  fi
  target=(libsqlcipher-dev/bookworm-backports libsqlcipher1/bookworm-backports)
fi

say "installing: ${missing[*]:-} ${target[*]:-}"
apt update
plain=()
for package in "${missing[@]}"; do
  if [ "$package" = libsqlcipher-dev ] && [ ${#target[@]} -gt 0 ]; then continue; fi
  plain+=("$package")
done
apt install --no-install-recommends -y "${plain[@]}" "${target[@]}"

sqlcipher_is_new || { say "SQLCipher 4.5 or newer is needed and this system's archive has none. Nothing else is wrong."; exit 3; }
from_npm "$@"
