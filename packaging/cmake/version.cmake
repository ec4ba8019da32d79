# Which Rapport this is: the commit is asked of git by every build, versions of libraries when the build is configured.
find_package(Git QUIET)
set(SOURCE_COMMIT "" CACHE STRING "The commit these sources are of, for a tree that is no git checkout")

function(rapport_library_list output)
  set(rows "")
  foreach(library IN LISTS ARGN)
    string(REGEX MATCH "^([^=]+)=(.*)$" matched "${library}")
    string(APPEND rows "\n        {\"${CMAKE_MATCH_1}\", \"${CMAKE_MATCH_2}\", {}},")
  endforeach()
  set(${output} "${rows}\n    " PARENT_SCOPE)
endfunction()

# Gives the target the generated source that defines app/about/about.h. It is looked at by every build and written only
# when something in it is new.
function(rapport_version target)
  find_path(boost_headers boost/version.hpp)
  set(boost_version "")
  if(boost_headers)
    file(STRINGS ${boost_headers}/boost/version.hpp boost_line REGEX "define BOOST_LIB_VERSION ")
    string(REGEX REPLACE ".*\"(.*)\".*" "\\1" boost_version "${boost_line}")
    string(REPLACE "_" "." boost_version "${boost_version}")
  endif()
  rapport_library_list(RAPPORT_HEADER_LIBRARIES
    "JSON for Modern C++=${nlohmann_json_VERSION}" "CLI11=${CLI11_VERSION}" "fmt=${fmt_VERSION}" "cereal=${cereal_VERSION}"
    "Boost=${boost_version}")
  rapport_library_list(RAPPORT_WINDOW_LIBRARIES
    "Dear ImGui=${imgui_VERSION}" "GLFW=${glfw_VERSION}" "FreeType=${FREETYPE_VERSION_STRING}" "libpng=${PNG_VERSION_STRING}"
    "FriBidi=${fribidi_VERSION}" "ATK=${atk_VERSION}" "D-Bus=${dbus_VERSION}" "ALSA=${alsa_VERSION}")
  set(RAPPORT_COMMIT "@RAPPORT_COMMIT@") # left for the build
  set(template ${CMAKE_CURRENT_BINARY_DIR}/build.cpp.part)
  configure_file(${CMAKE_CURRENT_SOURCE_DIR}/build.cpp.in ${template} @ONLY)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/build.cpp)
  add_custom_target(${target}_commit
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DGIT=${GIT_EXECUTABLE} -DSOURCE_COMMIT=${SOURCE_COMMIT}
            -DTEMPLATE=${template} -DOUTPUT=${source} -P ${PROJECT_SOURCE_DIR}/packaging/cmake/write_version.cmake
    BYPRODUCTS ${source}
    COMMENT "Which commit this is" VERBATIM)
  target_sources(${target} PRIVATE ${source})
  add_dependencies(${target} ${target}_commit)
endfunction()
