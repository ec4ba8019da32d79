# Every library from outside, found on the system. Nothing is downloaded, nothing is vendored.
find_package(PkgConfig REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(cereal 1.3 REQUIRED)
find_package(Freetype REQUIRED)
find_package(PNG REQUIRED)
find_package(OpenGL REQUIRED COMPONENTS OpenGL)
pkg_check_modules(zip REQUIRED IMPORTED_TARGET libzip>=1.7)
pkg_check_modules(xml2 REQUIRED IMPORTED_TARGET libxml-2.0>=2.9)
# These come without a pkg-config file in Debian.
find_library(readstat NAMES readstat REQUIRED)
find_library(xlsxwriter NAMES xlsxwriter REQUIRED)
find_library(glpk NAMES glpk REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
pkg_check_modules(imgui REQUIRED IMPORTED_TARGET imgui>=1.86)
pkg_check_modules(glfw REQUIRED IMPORTED_TARGET glfw3>=3.3)
pkg_check_modules(x11 REQUIRED IMPORTED_TARGET x11 xi)
pkg_check_modules(xtst IMPORTED_TARGET xtst) # the tests only
pkg_check_modules(fribidi REQUIRED IMPORTED_TARGET fribidi>=1.0.8)
pkg_check_modules(atk REQUIRED IMPORTED_TARGET atk>=2.46)
pkg_check_modules(atk_bridge REQUIRED IMPORTED_TARGET atk-bridge-2.0>=2.38)
pkg_check_modules(dbus REQUIRED IMPORTED_TARGET dbus-1)
pkg_check_modules(alsa REQUIRED IMPORTED_TARGET alsa>=1.2)
pkg_check_modules(cairo REQUIRED IMPORTED_TARGET cairo>=1.16 cairo-pdf>=1.16)
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo>=1.50)
foreach(library atk atk_bridge dbus cairo pangocairo)
  # GLib asks for -pthread, which every libc this runs on has built in; with it the common headers could not be shared.
  set_target_properties(PkgConfig::${library} PROPERTIES INTERFACE_COMPILE_OPTIONS "")
endforeach()

# SQLCipher's pkg-config file carries the version of the SQLite inside it: 3.40 and later is SQLCipher 4.5 and later.
pkg_check_modules(sqlcipher IMPORTED_TARGET sqlcipher>=3.40)
if(NOT sqlcipher_FOUND)
  message(FATAL_ERROR "SQLCipher 4.5 or newer is needed and was not found. Run packaging/install.sh, "
                      "which takes it from bookworm-backports on Debian 12.")
endif()
if(NOT DEFINED RAPPORT_CIPHER_VERSION)
  # A library of that name without a cipher accepts a key and writes in clear, so it is asked before anything is built.
  try_run(cipher_run cipher_compiled ${CMAKE_BINARY_DIR}/probe ${PROJECT_SOURCE_DIR}/packaging/cmake/cipher_probe.cpp
          LINK_LIBRARIES PkgConfig::sqlcipher RUN_OUTPUT_VARIABLE cipher_answer)
  if(NOT cipher_compiled OR NOT cipher_run EQUAL 0)
    message(FATAL_ERROR "The SQLCipher found here is not one that encrypts, or is older than 4.5: '${cipher_answer}'.")
  endif()
  string(STRIP "${cipher_answer}" cipher_answer)
  set(RAPPORT_CIPHER_VERSION "${cipher_answer}" CACHE INTERNAL "")
  message(STATUS "SQLCipher ${RAPPORT_CIPHER_VERSION}")
endif()
