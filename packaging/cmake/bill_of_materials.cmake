# The bill of materials of the three programs, as dpkg knows what they are linked with (packaging/bill_of_materials.py).
find_package(Python3 QUIET COMPONENTS Interpreter)
find_program(dpkg_query dpkg-query)
if(Python3_Interpreter_FOUND AND dpkg_query AND NOT CMAKE_CROSSCOMPILING)
  set(bill ${CMAKE_BINARY_DIR}/rapport.cdx.json)
  add_custom_command(
    OUTPUT ${bill}
    COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/packaging/bill_of_materials.py --out ${bill} $<TARGET_FILE:rapport>
            $<TARGET_FILE:rapport-desk> $<TARGET_FILE:rapport-kiosk>
    DEPENDS rapport rapport-desk rapport-kiosk ${PROJECT_SOURCE_DIR}/packaging/bill_of_materials.py
            ${PROJECT_SOURCE_DIR}/packaging/debian_licence.py
    COMMENT "Bill of materials" VERBATIM)
  # Not of the sanitizers' programs, which nobody installs.
  if(RAPPORT_SANITIZE)
    add_custom_target(bill_of_materials DEPENDS ${bill})
  else()
    add_custom_target(bill_of_materials ALL DEPENDS ${bill})
  endif()
endif()
