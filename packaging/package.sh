#!/usr/bin/env bash
# Installs what is missing, builds as shipped, and makes the packages in build/packages: .deb files for the Debian it runs
# on, and a tarball; in them the bill of materials and the HTML documents, for which it takes the tour. Then says what lintian, appstreamcli and desktop-file-validate find; what they call an error is exit 1.
# RAPPORT_MAINTAINER in the environment, as "NAME <ADDRESS>", is whoever passes the packages on.
set -euo pipefail
cd "$(dirname "$0")/.."
./packaging/install.sh --package

maintainer=()
[ -z "${RAPPORT_MAINTAINER:-}" ] || maintainer=("-DRAPPORT_MAINTAINER=$RAPPORT_MAINTAINER")
cmake --preset release "${maintainer[@]}" >/dev/null
cmake --build --preset release --target rapport rapport-kiosk rapport-desk manual_pages papers bill_of_materials documents >&2
rm -rf build/packages
# A folder that only its owner may read is not packed as such.
(umask 022 && cpack --config build/release/CPackConfig.cmake -B build/packages >&2)
rm -rf build/packages/_CPack_Packages

found=0
desktop-file-validate packaging/linux/rapport.desktop || found=1
appstreamcli validate --no-net packaging/linux/rapport.metainfo.xml || found=1
as_root=()
[ "$(id -u)" -ne 0 ] || as_root=(--allow-root)
lintian "${as_root[@]}" --fail-on error --tag-display-limit 0 build/packages/*.deb || found=1
ls build/packages
exit $found
