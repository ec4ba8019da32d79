# The HTML of the documents, with the tour's pictures: cmake --build --preset release --target documents.
# What it needs is in packaging/install.sh --documents.
set(RAPPORT_PICTURES "" CACHE STRING
    "Pictures for the documents: a folder of the tour's, NONE for none, or empty for a tour taken by the build")
find_program(RAPPORT_CMARK cmark-gfm)
find_program(RAPPORT_PYTHON python3)
find_program(RAPPORT_XVFB xvfb-run)

set(pictures)
set(after)
if(NOT RAPPORT_PICTURES STREQUAL "" AND NOT RAPPORT_PICTURES STREQUAL "NONE")
  get_filename_component(folder "${RAPPORT_PICTURES}" ABSOLUTE BASE_DIR ${PROJECT_SOURCE_DIR})
  set(pictures --pictures ${folder})
elseif(RAPPORT_PICTURES STREQUAL "" AND RAPPORT_XVFB)
  # The real programs on a display of their own; taken again when one of them has changed.
  set(tour ${CMAKE_BINARY_DIR}/documents_tour)
  add_custom_command(
    OUTPUT ${tour}/tour.json
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${tour}
    COMMAND ${CMAKE_COMMAND} -E env LIBGL_ALWAYS_SOFTWARE=1 ${RAPPORT_XVFB} -a -s "-screen 0 1600x1400x24 -noreset"
            $<TARGET_FILE:rapport> tour --out ${tour}
    DEPENDS rapport rapport-kiosk rapport-desk
    COMMENT "Taking the tour, for the pictures of the documents" VERBATIM)
  set(pictures --pictures ${tour}/pictures)
  set(after DEPENDS ${tour}/tour.json)
endif()

if(RAPPORT_CMARK AND RAPPORT_PYTHON)
  add_custom_target(documents
    COMMAND ${RAPPORT_PYTHON} ${PROJECT_SOURCE_DIR}/packaging/documents/make.py --source ${PROJECT_SOURCE_DIR}
            --out ${CMAKE_BINARY_DIR}/documents ${pictures} --cmark ${RAPPORT_CMARK} --version ${PROJECT_VERSION}
    ${after} VERBATIM)
else()
  add_custom_target(documents
    COMMAND ${CMAKE_COMMAND} -E echo "The documents need python3 and cmark-gfm: packaging/install.sh --documents"
    COMMAND ${CMAKE_COMMAND} -E false VERBATIM)
endif()
