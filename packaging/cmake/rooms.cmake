# One room is one target that links only what its line names. A room's sources are the .cpp files of its own folder.
add_library(rapport_flags INTERFACE)
target_compile_features(rapport_flags INTERFACE cxx_std_20)
target_include_directories(rapport_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(rapport_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Wno-error=deprecated-declarations -Werror -fstack-protector-strong -fno-strict-aliasing)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlapping and endless copies inside std::string's own operator+ and insert (GCC bugs 105329 and
  # 105651, mended in 13). Later compilers keep them all.
  target_compile_options(rapport_flags INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds)
endif()
target_compile_definitions(rapport_flags INTERFACE $<$<NOT:$<CONFIG:Debug>>:_GLIBCXX_ASSERTIONS>)
# What is compiled says neither when nor where, so that one commit gives one program (packaging/reproduce.sh). Debuggers,
# sanitizers and coverage go by paths, so Debug keeps them. The last that fits is taken: the build lies in the sources.
target_compile_options(rapport_flags INTERFACE
  $<$<NOT:$<CONFIG:Debug>>:-Wdate-time>
  $<$<NOT:$<CONFIG:Debug>>:-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=>
  $<$<NOT:$<CONFIG:Debug>>:-ffile-prefix-map=${PROJECT_BINARY_DIR}=.>)
if(RAPPORT_SANITIZE)
  target_compile_options(rapport_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  target_link_options(rapport_flags INTERFACE -fsanitize=address,undefined)
endif()
# Asserts are promises of our own and stay on in every build.
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
# -O1 and precompiled headers keep a clean build short.
string(REPLACE "-O3" "-O1" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
set(rapport_common_headers <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string>
    <string_view> <utility> <variant> <vector>)

set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

# The first target of a kind reads the common headers for all that are compiled alike.
function(rapport_common_headers name kind)
  get_property(donor GLOBAL PROPERTY rapport_headers_${kind})
  if(donor)
    target_precompile_headers(${name} REUSE_FROM ${donor})
  else()
    target_precompile_headers(${name} PRIVATE ${rapport_common_headers} ${ARGN})
    set_property(GLOBAL PROPERTY rapport_headers_${kind} ${name})
  endif()
endfunction()

# Compiled ten files at a time (CMAKE_UNITY_BUILD), a clean build takes half as long. ALONE: files whose names of their own
# would meet those of a neighbour then.
if(CMAKE_UNITY_BUILD)
  set(CMAKE_UNITY_BUILD_BATCH_SIZE 10)
  target_compile_options(rapport_flags INTERFACE -Wno-shadow) # of a neighbour's names; the dev preset still asks
endif()
function(rapport_compile_alone)
  if(ARGN)
    set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
endfunction()

# OPTIMISED: the rooms that count millions of rows. FUZZED: those whose ways tests/fuzz follows, which costs every test time.
function(rapport_room name)
  cmake_parse_arguments(room "OPTIMISED;FUZZED" "" "LINKS;ALONE" ${ARGN})
  rapport_compile_alone(${room_ALONE})
  file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER found EXCLUDE REGEX "/main[^/]*\\.cpp$")
  add_library(${name} STATIC ${found})
  set(kind room)
  if(room_OPTIMISED)
    string(PREPEND kind optimised_)
    target_compile_options(${name} PRIVATE $<IF:$<CONFIG:Release>,-O2,-O1>)
  endif()
  if(room_FUZZED AND RAPPORT_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    string(PREPEND kind fuzzed_)
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  rapport_common_headers(${name} ${kind})
  target_link_libraries(${name} PUBLIC rapport_flags ${room_LINKS})
endfunction()

function(rapport_as_shipped test target)
  set_tests_properties(${test} PROPERTIES LABELS as_shipped)
  add_dependencies(as_shipped ${target})
endfunction()

# Entries of one test program: what its tests share (a vault whose key takes a while) is made once an entry. A program
# that takes minutes has several, so that every core has one.
function(rapport_entries entry program filter shards as_shipped)
  foreach(shard RANGE 1 ${shards})
    set(test ${entry})
    if(shards GREATER 1)
      string(APPEND test ".${shard}")
    endif()
    math(EXPR index "${shard} - 1")
    add_test(NAME ${test} COMMAND ${program} --gtest_filter=${filter})
    set_tests_properties(${test} PROPERTIES TIMEOUT 2400
                         ENVIRONMENT "GTEST_TOTAL_SHARDS=${shards};GTEST_SHARD_INDEX=${index}")
    if(as_shipped)
      rapport_as_shipped(${test} ${program})
    endif()
  endforeach()
endfunction()

# A room's tests link that room alone; an arrow that is not allowed does not link.
# AS_SHIPPED: what an optimiser or the real programs could change. test.sh runs these as shipped too, and everything
# under the sanitizers. ONCE: those among them that try a thousand states of files, where an optimiser has no part; as
# shipped they have an entry of their own, which test.sh leaves to the sanitizers.
function(rapport_tests name)
  cmake_parse_arguments(room "AS_SHIPPED" "SHARDS;ONCE" "LINKS;ALONE" ${ARGN})
  rapport_compile_alone(${room_ALONE})
  file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_executable(${name} ${found})
  target_link_libraries(${name} PRIVATE ${room_LINKS} GTest::gtest_main)
  if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${name} PRIVATE -Wno-subobject-linkage) # fixtures are not in the file that is compiled
  endif()
  rapport_common_headers(${name} tests <gtest/gtest.h>)
  target_compile_definitions(${name} PRIVATE RAPPORT_TEST_DATA="${PROJECT_SOURCE_DIR}/tests"
                             RAPPORT_BIN="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  if(NOT room_SHARDS)
    set(room_SHARDS 1)
  endif()
  if(room_ONCE AND NOT RAPPORT_SANITIZE)
    rapport_entries(${name} ${name} "-${room_ONCE}" ${room_SHARDS} ${room_AS_SHIPPED})
    rapport_entries(${name}.once ${name} "${room_ONCE}" ${room_SHARDS} FALSE)
  else()
    rapport_entries(${name} ${name} "*" ${room_SHARDS} ${room_AS_SHIPPED})
  endif()
endfunction()

# A program that opens a window.
function(rapport_window_program name)
  if(RAPPORT_SANITIZE)
    target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/sanitizer/keep_libraries_loaded.cpp)
  endif()
endfunction()
