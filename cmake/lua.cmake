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

# Lua's lstring.c with another name for its hash, whose place inside_hash.h takes.
function(luxr_rename_lua_hash directory)
  file(READ "${directory}/lstring.c" text)
  string(REPLACE "unsigned int luaS_hash (" "static inline unsigned int lx_stock_hash (" renamed
                 "${text}")
  if(renamed STREQUAL text)
    message(FATAL_ERROR "no luaS_hash in ${directory}/lstring.c")
  endif()
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/lua_lstring.c" CONTENT "${renamed}" @ONLY)
endfunction()

# Replaces the files of Lua's core by one that includes them all, so that what they call of each
# other can be inlined; src/value/inside_memory.h stands behind lmem.c, inside_hash.h ahead of
# lstring.c and inside_vm.h ahead of lvm.c.
function(luxr_join_lua_core result directory)
  set(core lzio lctype lopcodes lmem lundump ldump lstate lgc llex lcode lparser ldebug lfunc
           lobject ltm lstring ltable ldo lapi)
  set(text "#define LUA_CORE\n#include \"lprefix.h\"\n")
  set(rest "${${result}}")
  luxr_rename_lua_hash("${directory}")
  foreach(name IN LISTS core)
    if(name STREQUAL "lstring")
      string(APPEND text "#include \"value/inside_hash.h\"\n"
                         "#include \"${CMAKE_BINARY_DIR}/lua_lstring.c\"\n")
    else()
      string(APPEND text "#include \"${name}.c\"\n")
    endif()
    if(name STREQUAL "lmem")
      string(APPEND text "#include \"value/inside_memory.h\"\n")
    endif()
    list(REMOVE_ITEM rest "${directory}/${name}.c")
  endforeach()
  list(REMOVE_ITEM rest "${directory}/lvm.c")
  string(APPEND text "#include \"value/inside_vm.h\"\n#include \"lvm.c\"\n")
  set(joined "${CMAKE_BINARY_DIR}/lua_core.c")
  file(CONFIGURE OUTPUT "${joined}" CONTENT "${text}" @ONLY)
  set_source_files_properties("${joined}" PROPERTIES
    COMPILE_DEFINITIONS LUXR_LUA_INSIDE
    INCLUDE_DIRECTORIES "${CMAKE_SOURCE_DIR}/src;${directory}")
  target_compile_definitions(luxr_flags INTERFACE LUXR_LUA_INSIDE)
  set(${result} "${rest};${joined}" PARENT_SCOPE)
endfunction()

function(luxr_add_builtin_lua directory)
  file(GLOB sources CONFIGURE_DEPENDS "${directory}/*.c")
  list(FILTER sources EXCLUDE REGEX "/luac?\\.c$")
  if(LUXR_LUA_INSIDE)
    luxr_join_lua_core(sources "${directory}")
  endif()
  add_library(lua_builtin STATIC ${sources})
  target_include_directories(lua_builtin SYSTEM INTERFACE "${directory}")
  # A fixed seed, so that nothing depends on addresses or on the time.
  target_compile_options(lua_builtin PRIVATE -DLUA_USE_POSIX "-Dluai_makeseed(L)=0x6c757872u")
  set_target_properties(lua_builtin PROPERTIES C_STANDARD 99)
  luxr_take_profile(lua_builtin)
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
