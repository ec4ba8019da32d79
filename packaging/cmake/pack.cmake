# The packages: `cpack` makes .deb files and a tarball (packaging/package.sh).
set(RAPPORT_MAINTAINER "Rapport maintainers <rapport@rapport.invalid>" CACHE STRING
    "Who answers for the packages, as NAME <ADDRESS>: whoever passes them on")

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME rapport)
set(CPACK_PACKAGE_VENDOR Rapport)
set(CPACK_PACKAGE_FILE_NAME rapport-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR}) # of the tarball and its folder
set(CPACK_PACKAGE_CONTACT "${RAPPORT_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has a first line of its own
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_SOURCE_DIR}/build/packages)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                                                WORLD_READ WORLD_EXECUTE)
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/packaging/cmake/pack_each.cmake)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_RAPPORT_PACKAGE_NAME ${rapport_package_rapport})
set(CPACK_DEBIAN_PACKS_PACKAGE_NAME ${rapport_package_packs})
set(CPACK_DEBIAN_KIOSK_PACKAGE_NAME ${rapport_package_kiosk})
set(CPACK_DEBIAN_PACKS_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_KIOSK_PACKAGE_ARCHITECTURE all)

# dpkg-shlibdeps names the libraries. What it cannot know: a SQLCipher before 4.5 has the same library name, and fonts
# are files.
set(CPACK_DEBIAN_RAPPORT_PACKAGE_SHLIBDEPS ON)
set(rapport_cipher_package libsqlcipher1)
find_program(RAPPORT_DPKG_QUERY dpkg-query)
if(RAPPORT_DPKG_QUERY)
  execute_process(COMMAND ${RAPPORT_DPKG_QUERY} --search "*/libsqlcipher.so.*" OUTPUT_VARIABLE found ERROR_QUIET)
  if(found MATCHES "^([a-z0-9+.-]+)")
    set(rapport_cipher_package ${CMAKE_MATCH_1})
  endif()
endif()
set(CPACK_DEBIAN_RAPPORT_PACKAGE_DEPENDS
    "${rapport_cipher_package} (>= 4.5), fonts-inter, fonts-droid-fallback, fonts-noto-core, espeak-ng")
set(CPACK_DEBIAN_RAPPORT_PACKAGE_RECOMMENDS "at-spi2-core")
set(CPACK_DEBIAN_RAPPORT_PACKAGE_SUGGESTS "${rapport_package_packs}, ${rapport_package_kiosk}, xvfb")
set(CPACK_DEBIAN_RAPPORT_DESCRIPTION "patient-reported outcomes, kept on the device
Rapport asks patients scored questions on a tablet, keeps every answer
encrypted on the device, shows clinicians what the scores say, and lets
researchers take out de-identified data and tables. It works with no network.

This package has the three programs: for staff, for patients, and the
command line that hands over between them.")

set(CPACK_DEBIAN_PACKS_PACKAGE_DEPENDS "${rapport_package_rapport} (>= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_PACKS_PACKAGE_SECTION non-free/science)
set(CPACK_DEBIAN_PACKS_DESCRIPTION "questionnaires for Rapport under licences of their own
AUDIT, CollaboRATE, DASS-21 and WHO-5, with the terms of their holders.
Some may not be passed on for a commercial purpose; Rapport itself works
without this package.")

set(CPACK_DEBIAN_KIOSK_PACKAGE_DEPENDS
    "${rapport_package_rapport} (>= ${PROJECT_VERSION}), cage, seatd, xwayland, systemd, udev, dbus, libpam-systemd, passwd")
set(CPACK_DEBIAN_KIOSK_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_KIOSK_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/packaging/linux/deb/postinst
                                             ${PROJECT_SOURCE_DIR}/packaging/linux/deb/prerm
                                             ${PROJECT_SOURCE_DIR}/packaging/linux/deb/postrm)
set(CPACK_DEBIAN_KIOSK_DESCRIPTION "makes this machine a locked tablet for Rapport
The user that has the vault, the unit that shows Rapport and nothing else,
and the settings that leave a patient no other way: no other terminal, no
Magic SysRq, no USB storage, no sleep. Those settings hold from the next
start of the machine on, for everybody at it. Not for a machine that
somebody works at.

The unit is not enabled by itself: README.md in
/usr/share/doc/rapport-kiosk-system has the few steps that are left.")

include(CPack)
