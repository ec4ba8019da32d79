# Puts data files into a generated source: one function that gives {name, bytes} of each, in name order.
# The program then needs no data folder for them, and they cannot be changed behind its back.
function(rapport_embed target)
  cmake_parse_arguments(embed "" "FUNCTION;ROW;HEADER;OUTPUT" "FILES" ${ARGN})
  list(SORT embed_FILES)
  add_custom_command(
    OUTPUT ${embed_OUTPUT}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${embed_OUTPUT} -DFUNCTION=${embed_FUNCTION} -DROW=${embed_ROW} -DHEADER=${embed_HEADER}
            "-DFILES=${embed_FILES}" -P ${PROJECT_SOURCE_DIR}/packaging/cmake/embed_files.cmake
    DEPENDS ${embed_FILES} ${PROJECT_SOURCE_DIR}/packaging/cmake/embed_files.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${embed_OUTPUT})
endfunction()
