# The Lua that runs the scripts: the pinned release built in, else the system's.
#   luxr_lua          to link with the engine
#   luxr_lua_headers  the stock headers, for the Lua module
function(luxr_find_lua_source result)
  if(LUXR_LUA_SOURCE)
    if(NOT EXISTS "${LUXR_LUA_SOURCE}/lapi.c")
      message(FATAL_ERROR "no lapi.c in LUXR_LUA_SOURCE, '${LUXR_LUA_SOURCE}'")
    endif()
    set(${result} "${LUXR_LUA_SOURCE}" PARENT_SCOPE)
    return()
  endif()
  set(directory "${CMAKE_BINARY_DIR}/lua-source")
  execute_process(COMMAND "${CMAKE_SOURCE_DIR}/scripts/lua-source" "${directory}"
                  RESULT_VARIABLE failed)
  if(failed)
    set(directory "")
  endif()
  set(${result} "${directory}" PARENT_SCOPE)
endfunction()

function(luxr_add_builtin_lua directory)
  file(GLOB sources CONFIGURE_DEPENDS "${directory}/*.c")
  list(FILTER sources EXCLUDE REGEX "/luac?\\.c$")
  add_library(lua_builtin STATIC ${sources})
  target_include_directories(lua_builtin SYSTEM INTERFACE "${directory}")
  # A fixed seed, so that nothing depends on addresses or on the time.
  target_compile_options(lua_builtin PRIVATE -DLUA_USE_POSIX "-Dluai_makeseed(L)=0x6c757872u")
  set_target_properties(lua_builtin PROPERTIES C_STANDARD 99)
  if(LUXR_LUA_INSIDE)
    target_compile_definitions(luxr_flags INTERFACE LUXR_LUA_INSIDE)
    set(ahead "${CMAKE_SOURCE_DIR}/src/value/inside_vm.h")
    set_source_files_properties("${directory}/lvm.c" PROPERTIES
      COMPILE_DEFINITIONS LUXR_LUA_INSIDE
      INCLUDE_DIRECTORIES "${CMAKE_SOURCE_DIR}/src;${directory}"
      COMPILE_OPTIONS "-include;${ahead}"
      OBJECT_DEPENDS "${ahead};${CMAKE_SOURCE_DIR}/src/value/inside.h")
  endif()
  target_link_libraries(lua_builtin INTERFACE m)
  target_link_libraries(luxr_lua INTERFACE lua_builtin)
endfunction()

add_library(luxr_lua INTERFACE)
add_library(luxr_lua_headers INTERFACE)
find_package(PkgConfig)
if(PkgConfig_FOUND)
  pkg_check_modules(system_lua IMPORTED_TARGET lua5.4)
endif()

set(lua_source "")
if(NOT LUXR_SYSTEM_LUA)
  luxr_find_lua_source(lua_source)
endif()

if(lua_source)
  set(luxr_lua_is_builtin ON)
  luxr_add_builtin_lua("${lua_source}")
elseif(system_lua_FOUND)
  set(luxr_lua_is_builtin OFF)
  target_link_libraries(luxr_lua INTERFACE PkgConfig::system_lua)
  target_compile_definitions(luxr_flags INTERFACE LUXR_SYSTEM_LUA)
else()
  message(FATAL_ERROR "no Lua 5.4: neither its source nor the system's (liblua5.4-dev)")
endif()

if(system_lua_FOUND)
  target_include_directories(luxr_lua_headers SYSTEM INTERFACE ${system_lua_INCLUDE_DIRS})
else()
  target_include_directories(luxr_lua_headers SYSTEM INTERFACE "${lua_source}")
endif()
