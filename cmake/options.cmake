# What a build can be asked for, and the flags that follow from it.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Kind of build" FORCE)
endif()

option(LUXR_WERROR "Warnings are errors" OFF)
option(LUXR_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)
option(LUXR_SANITIZE_THREADS "Build with the thread sanitizer" OFF)
option(LUXR_FUZZ "Build the fuzzers of tests/fuzz (clang)" OFF)
option(LUXR_TORTURE "Let tests make each allocation fail in turn" OFF)
option(LUXR_DEBUG_IMAGE "Compare the whole sandbox image after every render" OFF)
option(LUXR_SYSTEM_LUA "Use the system's Lua 5.4 instead of the pinned release" OFF)
option(LUXR_LUA_INSIDE "Read the built-in Lua's tables as they lie in memory, which is faster" ON)
option(LUXR_STATIC_YAML "Link libyaml statically into the command, which starts faster" ON)
option(LUXR_STATIC_COMMAND "Link the command statically, which starts faster, in a release" ON)
set(LUXR_CJSON_SOURCE "" CACHE PATH
    "Directory with cJSON.c for a static command; empty: scripts/cjson-source")
option(LUXR_LTO "Optimize the engine and Lua as one program, where GCC builds a release" ON)
option(LUXR_PROFILE "Compile the engine by a profile of a training run, where GCC 12 builds a release" ON)
set(LUXR_PROFILE_RECORD "" CACHE PATH "Where this build counts for a profile; empty: it does not")
set(LUXR_LUA_SOURCE "" CACHE PATH "Directory with the Lua source; empty: scripts/lua-source")

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

# Flags of our own code; Lua is compiled as its authors deliver it.
add_library(luxr_flags INTERFACE)
target_compile_options(luxr_flags INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
  $<$<BOOL:${LUXR_WERROR}>:-Werror>)
target_compile_definitions(luxr_flags INTERFACE
  $<$<BOOL:${LUXR_TORTURE}>:LUXR_TORTURE>
  $<$<BOOL:${LUXR_DEBUG_IMAGE}>:LUXR_DEBUG_IMAGE>)

if(LUXR_SANITIZE)
  set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_compile_options(${sanitize})
  add_link_options(${sanitize})
  target_compile_definitions(luxr_flags INTERFACE LUXR_SANITIZE)
elseif(LUXR_SANITIZE_THREADS)
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(CMAKE_BUILD_TYPE MATCHES "Rel")
  target_compile_options(luxr_flags INTERFACE
    -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif()
if(LUXR_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()

# Objects hold machine code too, since only the engine's one object (engine.cmake) and targets with
# the property LUXR_AS_ONE are optimized together: what the tests link stays quick to link.
set(luxr_lto "")
if(LUXR_LTO AND CMAKE_C_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE MATCHES "Rel"
   AND NOT (LUXR_SANITIZE OR LUXR_SANITIZE_THREADS OR LUXR_FUZZ OR LUXR_TORTURE))
  set(luxr_lto -flto=auto -flinker-output=nolto-rel)
  add_compile_options(-flto -ffat-lto-objects)
  add_link_options($<$<NOT:$<BOOL:$<TARGET_PROPERTY:LUXR_AS_ONE>>>:-fno-lto>)
endif()
