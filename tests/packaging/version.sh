#!/bin/sh
# The commit that a build writes into the programs is the one they are made of, or says that it is not.
#   version.sh CMAKE PROJECT
set -eu
cmake=$1 project=$2
fail() { echo "version: $*" >&2; exit 1; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
tree=$work/tree
mkdir -p "$tree/app" "$tree/tests" "$tree/packaging"
echo 'commit @RAPPORT_COMMIT@;' >"$work/template"
cp "$project/packaging/SOURCE_COMMIT" "$project/.gitattributes" "$work"

# The commit that is written for a tree; what else is wanted of the script follows.
written() {
  from=$1; shift
  "$cmake" "-DSOURCE=$from" "-DGIT=$(command -v git)" "-DTEMPLATE=$work/template" "-DOUTPUT=$work/output" "$@" \
    -P "$project/packaging/cmake/write_version.cmake"
  sed -E 's/^commit (.*);$/\1/' "$work/output"
}
is() { [ "$2" = "$3" ] || fail "$1: '$2', not '$3'"; }

git() { command git -c user.name=N -c user.email=n@example.org -c init.defaultBranch=main -C "$tree" "$@"; }
git init -q
cp "$work/SOURCE_COMMIT" "$tree/packaging"; cp "$work/.gitattributes" "$tree"
echo 1 >"$tree/app/a.cpp"; echo 1 >"$tree/tests/a.cpp"
git add -A; git commit -qm one
head=$(git rev-parse HEAD)
is "a clean checkout" "$(written "$tree")" "$head"

touch -d '2001-01-01' "$work/output"
written "$tree" >/dev/null
is "a file that says the same is left alone" "$(stat -c %Y "$work/output")" "$(date -d 2001-01-01 +%s)"

echo 2 >"$tree/tests/a.cpp"
is "a changed test is no part of the programs" "$(written "$tree")" "$head"
echo 2 >"$tree/app/a.cpp"
is "a changed source" "$(written "$tree")" "$head-changed"
git checkout -q app/a.cpp
echo 1 >"$tree/app/b.cpp"
is "a source that git does not know" "$(written "$tree")" "$head-changed"
rm "$tree/app/b.cpp"
is "nobody tells a checkout what it is" "$(written "$tree" -DSOURCE_COMMIT=0123abcd)" "$head"
is "a hook that builds" "$(GIT_DIR=/nowhere GIT_INDEX_FILE=/nowhere written "$tree")" "$head"
is "without git" "$(written "$tree" -DGIT=GIT_EXECUTABLE-NOTFOUND)" unknown

mkdir "$work/archive"
git archive HEAD | tar -x -C "$work/archive"
is "a source archive" "$(written "$work/archive")" "$head"
is "a source archive whose commit is given" "$(written "$work/archive" -DSOURCE_COMMIT=0123abcd)" 0123abcd
cp "$work/SOURCE_COMMIT" "$work/archive/packaging"
is "sources copied without git" "$(written "$work/archive")" unknown
is "what is no commit" "$(written "$work/archive" '-DSOURCE_COMMIT=v1.0 "')" unknown
# Below somebody else's checkout.
mkdir "$tree/below"; cp -r "$work/archive/." "$tree/below"
is "sources inside another checkout" "$(written "$tree/below")" unknown
echo "version: as promised"
