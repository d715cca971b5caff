# cmake --install: command, library, header, luxr.pc, CMake package `luxr`, Lua module.
if(NOT TARGET luxr_shared)
  return()
endif()
include(CMakePackageConfigHelpers)
set(LUXR_LUA_CMOD_DIR "${CMAKE_INSTALL_LIBDIR}/lua/5.4" CACHE STRING "Where the Lua module goes")
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/luxr")

install(TARGETS luxr_shared luxr_static EXPORT luxr
        LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(FILES include/luxr.h DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
if(TARGET luxr_command)
  install(TARGETS luxr_command RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
if(TARGET luxr_function) # where `luxr serve` looks for it
  install(TARGETS luxr_function RUNTIME DESTINATION "${CMAKE_INSTALL_LIBEXECDIR}/luxr")
endif()
if(TARGET luxr_module)
  install(TARGETS luxr_module LIBRARY DESTINATION "${LUXR_LUA_CMOD_DIR}")
endif()

set(luxr_pc_private "Requires.private: yaml-0.1 libcjson")
if(NOT luxr_lua_is_builtin)
  string(APPEND luxr_pc_private " lua5.4")
endif()
configure_file(cmake/luxr.pc.in luxr.pc @ONLY)
install(FILES "${CMAKE_BINARY_DIR}/luxr.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

configure_package_config_file(cmake/luxr-config.cmake.in luxr-config.cmake
                              INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file(luxr-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_BINARY_DIR}/luxr-config.cmake"
              "${CMAKE_BINARY_DIR}/luxr-config-version.cmake" DESTINATION "${package_dir}")
install(EXPORT luxr NAMESPACE luxr:: FILE luxr-targets.cmake DESTINATION "${package_dir}")
