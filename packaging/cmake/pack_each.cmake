# Read by cpack once for each kind of package.
if(CPACK_GENERATOR STREQUAL "DEB")
  set(CPACK_COMPONENTS_ALL rapport packs kiosk)
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
else()
  # One tarball with one folder, which may stand anywhere.
  set(CPACK_COMPONENTS_ALL rapport packs licence)
  set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
  set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
  set(CPACK_COMPONENT_INCLUDE_TOPLEVEL_DIRECTORY ON)
  set(CPACK_PACKAGING_INSTALL_PREFIX "")
endif()
