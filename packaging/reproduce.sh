#!/usr/bin/env bash
# Builds HEAD twice, in two folders of unlike names, and says whether the three programs are the same bytes. Exit 1 when they
# are not, with where they differ. Takes as long as two builds from clean; nothing is left but what --keep asks for.
#   reproduce.sh [--keep FOLDER] [PROGRAM]...     all three, unless some are named
set -euo pipefail
tree=$(cd "$(dirname "$0")/.." && pwd)
say() { printf 'rapport: %s\n' "$*" >&2; }

usage() { say "usage: reproduce.sh [--keep FOLDER] [rapport|rapport-kiosk|rapport-desk]..."; exit 2; }

keep=
if [ "${1:-}" = --keep ]; then
  [ $# -ge 2 ] || usage
  keep=$2
  shift 2
fi
programs=("$@")
[ $# -gt 0 ] || programs=(rapport rapport-kiosk rapport-desk)
for program in "${programs[@]}"; do
  case $program in rapport | rapport-kiosk | rapport-desk) ;; *) usage ;; esac
done
if [ -n "$keep" ]; then
  mkdir "$keep" || { say "$keep cannot be made, or is there already. Nothing was changed."; exit 3; }
  work=$(cd "$keep" && pwd)
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
commit=$(git -C "$tree" rev-parse HEAD)
[ -z "$(git -C "$tree" status --porcelain)" ] || say "what is changed here and not committed is no part of this"

# A cache would give the second build the first one's objects.
export CCACHE_DISABLE=1
unset CMAKE_CXX_COMPILER_LAUNCHER SOURCE_DATE_EPOCH

# What two machines may differ in and no program should: folder, time zone, language, permissions.
build() {
  local into=$1
  git clone --quiet --no-hardlinks "$tree" "$into"
  git -C "$into" checkout --quiet --detach "$commit"
  (cd "$into" && export TZ=$2 LC_ALL=$3 && umask "$4" &&
    cmake --preset release -DRAPPORT_TESTS=OFF &&
    cmake --build --preset release --target "${programs[@]}") >"$into.log" 2>&1 ||
    { tail -20 "$into.log" >&2; say "$into could not be built"; exit 3; }
}
one=$work/one two=$work/another-folder/below
mkdir "$work/another-folder"
say "building $commit once"
build "$one" UTC C 022
say "building it once more, somewhere else"
build "$two" Asia/Kathmandu C.UTF-8 077

# The sections of two programs that are not alike, each by its own place and length.
sections() { readelf -SW "$1" | sed -nE 's/^ *\[ *[0-9]+\] +(\S+) +(\S+) +\S+ +(\S+) +(\S+) .*/\1 \2 \3 \4/p'; }
where() {
  local name kind at size other
  while read -r name kind at size; do
    if [ "$kind" = NOBITS ]; then continue; fi
    other=$(sections "$2" | awk -v name="$name" '$1 == name { print $3, $4; exit }')
    if [ "$other" = "" ] || [ "${other#* }" != "$size" ] ||
       ! cmp -s -i "$((16#$at)):$((16#${other% *}))" -n "$((16#$size))" "$1" "$2"; then
      say "  $name differs (0x$size bytes here, 0x${other#* } there)"
    fi
  done < <(sections "$1")
  # Words that one has and the other has not tell most: a path, a time.
  diff <(strings -a "$1" | sort -u) <(strings -a "$2" | sort -u) | grep '^[<>]' | head -10 >&2 || true
}

different=0
for program in "${programs[@]}"; do
  first=$one/build/release/bin/$program second=$two/build/release/bin/$program
  if cmp -s "$first" "$second"; then
    printf '%s  %s\n' "$(sha256sum <"$first" | cut -c1-64)" "$program"
  else
    say "$program is not the same twice:"
    where "$first" "$second"
    different=1
  fi
done
exit $different
