# What an installed Rapport is: bin and share below any prefix, which may be moved, since the programs look for what is
# theirs from where they are. Components: rapport, packs (other licences), kiosk (makes a machine a locked tablet), and
# licence (the text that Debian has already; for the tarball).
if(CMAKE_CROSSCOMPILING OR NOT UNIX)
  return()
endif()
include(copyright)
set(rapport_papers ${CMAKE_BINARY_DIR}/papers)
rapport_copyrights(${rapport_papers})
set(rapport_linux ${PROJECT_SOURCE_DIR}/packaging/linux)

install(TARGETS rapport rapport-desk rapport-kiosk RUNTIME DESTINATION bin COMPONENT rapport)
install(FILES ${rapport_linux}/rapport.desktop DESTINATION share/applications COMPONENT rapport)
install(FILES ${rapport_linux}/rapport.metainfo.xml DESTINATION share/metainfo RENAME invalid.rapport.rapport.metainfo.xml
        COMPONENT rapport)
install(FILES ${PROJECT_SOURCE_DIR}/assets/icon/rapport.svg DESTINATION share/icons/hicolor/scalable/apps COMPONENT rapport)
install(FILES ${PROJECT_SOURCE_DIR}/app/cli/README.md DESTINATION share/doc/rapport RENAME command-line.md COMPONENT rapport)
install(FILES ${PROJECT_SOURCE_DIR}/instruments/EXPRESSIONS.md DESTINATION share/doc/rapport RENAME expressions.md
        COMPONENT rapport)
install(FILES ${PROJECT_SOURCE_DIR}/storage/vault/FORMAT.md DESTINATION share/doc/rapport RENAME vault-format.md
        COMPONENT rapport)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION share/doc/rapport COMPONENT licence)
# The programs as linked are under this one (copyright.cmake); who gets the tarball may have no Debian.
install(FILES /usr/share/common-licenses/GPL-3 DESTINATION share/doc/rapport COMPONENT licence OPTIONAL)
# What the build made, where it made it: the targets bill_of_materials and documents.
install(FILES ${CMAKE_BINARY_DIR}/rapport.cdx.json DESTINATION share/doc/rapport COMPONENT rapport OPTIONAL)
install(DIRECTORY ${CMAKE_BINARY_DIR}/documents/ DESTINATION share/doc/rapport/html COMPONENT rapport OPTIONAL)
add_subdirectory(packaging/man) # the manual pages and the shell's completion

install(DIRECTORY ${PROJECT_SOURCE_DIR}/instruments/packs/ DESTINATION share/rapport/packs COMPONENT packs
        FILES_MATCHING PATTERN definition.json PATTERN NOTICE)

# systemd reads all of these below /usr/lib, where a file of the same name in /etc goes before it.
install(FILES ${rapport_linux}/rapport.service DESTINATION lib/systemd/system COMPONENT kiosk)
install(FILES ${rapport_linux}/sysusers.conf DESTINATION lib/sysusers.d RENAME rapport.conf COMPONENT kiosk)
install(FILES ${rapport_linux}/tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME rapport.conf COMPONENT kiosk)
install(FILES ${rapport_linux}/sysctl.conf DESTINATION lib/sysctl.d RENAME 90-rapport.conf COMPONENT kiosk)
install(FILES ${rapport_linux}/logind.conf DESTINATION lib/systemd/logind.conf.d RENAME rapport.conf COMPONENT kiosk)
install(FILES ${rapport_linux}/udev.rules DESTINATION lib/udev/rules.d RENAME 70-rapport-usb.rules COMPONENT kiosk)
install(FILES ${rapport_linux}/README.md DESTINATION share/doc/rapport-kiosk-system COMPONENT kiosk)

add_custom_command(OUTPUT ${rapport_papers}/changelog.gz COMMAND gzip -9nc ${rapport_linux}/changelog > ${rapport_papers}/changelog.gz
                   DEPENDS ${rapport_linux}/changelog VERBATIM)
add_custom_target(papers ALL DEPENDS ${rapport_papers}/changelog.gz)
foreach(component rapport packs kiosk)
  set(rapport_folder share/doc/${rapport_package_${component}})
  install(FILES ${rapport_papers}/changelog.gz DESTINATION ${rapport_folder} COMPONENT ${component})
  install(FILES ${rapport_papers}/${component}.copyright DESTINATION ${rapport_folder} RENAME copyright COMPONENT ${component})
endforeach()
include(pack)
