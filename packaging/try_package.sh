#!/usr/bin/env bash
# try_package.sh [bookworm|trixie]...: tries the packages of build/packages in a fresh Debian of that name, in a temporary
# folder: apt installs them, an ordinary user takes the tour with them, they are purged, and nothing of them is left but
# the vaults. A package belongs to the Debian it was built on. Where apt cannot install it, HEAD is built in that
# Debian, as a distribution would, and the packages made there are tried; they are kept in build/packages/NAME, and it says so.
# Needs root. Takes the archive's address from this machine's own apt sources. What debootstrap makes takes minutes; a folder
# RAPPORT_BASES that has one of that NAME from an earlier time is copied instead.
set -euo pipefail
cd "$(dirname "$0")/.."
tree=$PWD
say() { printf 'try_package: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

[ "$(id -u)" -eq 0 ] || { say "debootstrap and chroot need root. Run this script as root."; exit 3; }
./packaging/install.sh --package
archive=$(find /etc/apt -type f \( -name '*.list' -o -name '*.sources' \) -exec cat {} + \
          | sed -nE '/security/d; s#^(URIs:|deb )([^/]* )?([a-z]+:[^ ]*/debian/?)( .*)?$#\3#p' | sed -n 1p)
[ -n "$archive" ] || { say "no Debian archive is named in /etc/apt. Nothing was tried."; exit 3; }

work=$(mktemp -d "${TMPDIR:-/var/tmp}/rapport-try-XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT

# inside ROOT COMMAND...: mounts and processes of its own, which end with the command.
inside() {
  local root=$1
  shift
  unshare --mount --pid --fork --kill-child sh -c \
    'mount -t proc proc "$0/proc" && exec chroot "$0" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive HOME=/root "$@"' \
    "$root" "$@" </dev/null
}
apt_inside() { inside "$1" apt-get -qq -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 --no-install-recommends -y "${@:2}" >&2; }

fresh() { # NAME ROOT
  if [ -d "${RAPPORT_BASES:-/nowhere}/$1" ]; then
    say "$1: a copy of $RAPPORT_BASES/$1"
    cp -a "$RAPPORT_BASES/$1" "$2"
  else
    say "$1: debootstrap"
    debootstrap --variant=minbase --include=ca-certificates "$1" "$2" "$archive" >"$work/$1.debootstrap.log" ||
      { tail -5 "$work/$1.debootstrap.log" >&2; fail "$1: debootstrap did not end well"; }
  fi
  [ "$1" != bookworm ] || printf 'deb %s bookworm-backports main\n' "$archive" >"$2/etc/apt/sources.list.d/backports.list"
  # Nothing is started in there.
  printf '#!/bin/sh\nexit 101\n' >"$2/usr/sbin/policy-rc.d"
  chmod 755 "$2/usr/sbin/policy-rc.d"
  echo force-unsafe-io >"$2/etc/dpkg/dpkg.cfg.d/quick" # it is thrown away
  apt_inside "$2" update
}

# What a fresh Debian 12 needs beside: its SQLCipher is too old.
beside() { [ "$1" != bookworm ] || echo libsqlcipher1/bookworm-backports; }

# Every file, with owner and mode; of /etc what is in it, too. Not: what apt, dpkg and others keep for themselves.
listing() { # ROOT
  (cd "$1" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./run -o -path ./tmp -o -path ./packages -o -path ./home \
      -o -path ./var/cache -o -path ./var/log -o -path ./var/lib/apt -o -path './var/lib/dpkg/*-old' \) -prune \
      -o -printf '%M %U %G %p\n'
   find etc -type f ! -name '*-' -exec sha256sum {} +) | LC_ALL=C sort
}

install_ours() { # NAME ROOT [OPTION]
  # shellcheck disable=SC2046 # one word or none
  apt_inside "$2" install "${@:3}" $(cd "$2" && printf '/%s ' packages/*.deb) $(beside "$1")
}
purge_ours() { apt_inside "$1" purge rapport rapport-packs rapport-kiosk-system; }

dependencies() { # ROOT: of all packages, without themselves
  local deb
  for deb in "$1"/packages/*.deb; do dpkg-deb -f "$deb" Depends Recommends; done |
    sed -E 's/^(Depends|Recommends): //' | tr ',' '\n' | sed -E 's/^ +//; /^rapport/d; /^$/d' | sort -u | paste -sd,
}

as_user() { # ROOT COMMAND
  inside "$1" su - tester -c "$2"
}

take_tour() { # ROOT
  as_user "$1" "LIBGL_ALWAYS_SOFTWARE=1 xvfb-run -a -s '-screen 0 1600x1400x24 -noreset' rapport tour --out tour" >&2
  grep -q '"ok": true' "$1/home/tester/tour/tour.json"
}

try_in() { # NAME ROOT
  local name=$1 root=$2
  # What the packages need is there before they come, so that the two lists differ by nothing but them.
  # shellcheck disable=SC2046 # one word or none
  apt_inside "$root" install passwd xvfb xauth $(beside "$name")
  apt_inside "$root" satisfy "$(dependencies "$root")"
  inside "$root" useradd --create-home --shell /bin/sh tester
  listing "$root" >"$work/before"

  say "$name: installed, looked at, purged with no vault there"
  install_ours "$name" "$root"
  as_user "$root" 'rapport --version && rapport instruments packs >packs && grep -q who-5 packs' >&2 ||
    fail "$name: the installed program does not find what is its own"
  [ -s "$root/usr/share/man/man1/rapport.1.gz" ] || fail "$name: no manual page"
  [ "$(stat -c '%a %u' "$root/var/lib/rapport")" = "700 $(inside "$root" id -u rapport)" ] ||
    fail "$name: /var/lib/rapport is not its user's alone"
  # It also complains of units that are not ours, and then ends with an error: what it says of ours decides.
  [ -x "$root/usr/bin/systemd-analyze" ] || fail "$name: no systemd-analyze to look at the unit with"
  local said
  said=$(inside "$root" systemd-analyze verify --man=no /usr/lib/systemd/system/rapport.service 2>&1 | grep rapport.service || true)
  [ -z "$said" ] || fail "$name: $said"
  purge_ours "$root"
  listing "$root" >"$work/after"
  diff "$work/before" "$work/after" >&2 || fail "$name: something is left"

  say "$name: installed once more, a vault made, the tour taken, purged"
  install_ours "$name" "$root"
  inside "$root" su -s /bin/sh rapport -c 'rapport demo /var/lib/rapport/vault --patients 12 --visits 4' >&2
  (cd "$root/var/lib/rapport/vault" && find . -type f -exec sha256sum {} + | sort) >"$work/vault"
  take_tour "$root" || fail "$name: the tour did not hold"
  purge_ours "$root"
  (cd "$root/var/lib/rapport/vault" && sha256sum --quiet -c "$work/vault") || fail "$name: the vault was touched"
  listing "$root" >"$work/after"
  # Beside the vault its user stays: the files are its.
  # That they differ is expected, and that nothing else is left is hoped for; neither is an error.
  diff "$work/before" "$work/after" | grep '^[<>]' | grep -vE ' \./var/lib/rapport(/|$)| etc/(passwd|group|shadow|gshadow)$' >"$work/left" || true
  [ ! -s "$work/left" ] || { cat "$work/left" >&2; fail "$name: more is left than the vault"; }

  say "$name: the tarball, unpacked where it likes"
  as_user "$root" 'tar xzf /packages/*.tar.gz && mv rapport-* moved && moved/bin/rapport instruments packs | grep -q who-5' ||
    fail "$name: the tarball does not find what is its own"
  say "$name: holds"
}

[ $# -gt 0 ] || set -- bookworm trixie
for name in "$@"; do
  fresh "$name" "$work/$name"
  mkdir "$work/$name/packages"
  : >"$work/refused"
  from=build/packages
  [ ! -d "build/packages/$name" ] || from=build/packages/$name # made there by an earlier try; package.sh removes them
  if ls "$from"/*.deb >/dev/null 2>&1; then
    cp "$from"/*.deb "$from"/*.tar.gz "$work/$name/packages"
    chmod 644 "$work/$name/packages"/*
  fi
  if ! ls "$work/$name"/packages/*.deb >/dev/null 2>&1 || ! install_ours "$name" "$work/$name" --simulate 2>"$work/refused"; then
    say "$name: no packages in build/packages that apt takes there"
    grep -E 'Depends|E:' "$work/refused" | sed 's/^/  /' >&2 || true
    say "$name: so HEAD is built in that Debian; this takes some minutes"
    cp -a "$work/$name" "$work/$name-build"
    mkdir "$work/$name-build/src"
    git archive HEAD | tar -x -C "$work/$name-build/src"
    inside "$work/$name-build" /src/packaging/package.sh >&2 || fail "$name: the tree does not build there, or lintian finds an error"
    rm -rf "$work/$name/packages" "$tree/build/packages/$name"
    cp -a "$work/$name-build/src/build/packages" "$work/$name/packages"
    mkdir -p "$tree/build/packages"
    cp -a "$work/$name-build/src/build/packages" "$tree/build/packages/$name"
    rm -rf --one-file-system "$work/$name-build"
  fi
  try_in "$name" "$work/$name"
  rm -rf --one-file-system "${work:?}/$name"
done
