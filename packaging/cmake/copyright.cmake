# The copyright file of each package, in Debian's format, out of what the questionnaires say of themselves.
set(rapport_package_rapport rapport)
set(rapport_package_packs rapport-packs)
set(rapport_package_kiosk rapport-kiosk-system)

# A text as the format has it: each line one space in, an empty line a full stop.
function(rapport_indented out text)
  string(STRIP "${text}" text)
  string(REGEX REPLACE "\n[ \t]*\n" "\n.\n" text "${text}")
  string(REPLACE "\n" "\n " text " ${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Reads from a definition; asked again when one changes.
macro(rapport_licence_of file)
  file(READ ${file} text)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  string(JSON title GET "${text}" title)
  string(JSON holder GET "${text}" licence holder)
  string(JSON terms GET "${text}" licence terms)
endmacro()

function(rapport_copyrights into)
  set(head "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: Rapport\n")
  set(ours "\nFiles: *\nCopyright: 2026 Rapport maintainers\nLicense: Apache-2.0\n")
  string(CONCAT apache "\nLicense: Apache-2.0\n On Debian systems the full text of the Apache License, version 2.0, is in\n"
                       " /usr/share/common-licenses/Apache-2.0.\n")
  # Apache-2.0 may be passed on under the GPL's version 3, and not the other way round, so the stricter one is the whole's.
  string(CONCAT linked "\nFiles: bin/rapport bin/rapport-desk\nCopyright: 2026 Rapport maintainers\n"
                       "           2000-2020 Free Software Foundation, Inc.\nLicense: GPL-3+\n"
                       "Comment:\n The source of Rapport is under the Apache License 2.0. These two programs are linked\n"
                       " with GLPK (libglpk), which is under the GNU General Public License, version 3 or\n"
                       " later, so that as a whole they are passed on under that licence. rapport-kiosk is\n"
                       " not linked with it.\n")
  string(CONCAT gpl "\nLicense: GPL-3+\n This is free software: you can redistribute it and/or modify it under the terms\n"
                    " of the GNU General Public License as published by the Free Software Foundation,\n"
                    " either version 3 of the License, or (at your option) any later version.\n .\n"
                    " It comes without any warranty. On Debian systems the full text of the GNU General\n"
                    " Public License, version 3, is in /usr/share/common-licenses/GPL-3.\n")
  set(rapport "${head}Comment:\n The programs carry questionnaires within them. Each keeps its own terms:\n")
  file(GLOB definitions CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/instruments/definitions/*.json)
  foreach(file ${definitions})
    rapport_licence_of(${file})
    string(APPEND rapport " .\n ${title}.\n ${holder}.\n ${terms}\n")
  endforeach()
  string(REGEX REPLACE "\\.\\.\n" ".\n" rapport "${rapport}")
  file(CONFIGURE OUTPUT ${into}/rapport.copyright CONTENT "${rapport}${ours}${linked}${apache}${gpl}" @ONLY)
  file(CONFIGURE OUTPUT ${into}/kiosk.copyright CONTENT "${head}${ours}${apache}" @ONLY)

  set(packs "${head}${ours}")
  file(GLOB notices CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/instruments/packs/*/NOTICE)
  foreach(file ${notices})
    get_filename_component(folder ${file} DIRECTORY)
    get_filename_component(id ${folder} NAME)
    rapport_licence_of(${folder}/definition.json)
    file(READ ${file} notice)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    rapport_indented(notice "${notice}")
    string(APPEND packs "\nFiles: share/rapport/packs/${id}/*\nCopyright: ${holder}\nLicense: terms-of-${id}\n${notice}\n")
  endforeach()
  file(CONFIGURE OUTPUT ${into}/packs.copyright CONTENT "${packs}${apache}" @ONLY)
endfunction()
