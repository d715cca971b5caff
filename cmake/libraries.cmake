# libyaml and cJSON, as Debian has them.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

function(luxr_find_library name header library)
  find_path(${name}_include ${header} REQUIRED)
  find_library(${name}_library ${library} REQUIRED)
  mark_as_advanced(${name}_include ${name}_library)
  add_library(luxr_${name} INTERFACE)
  target_include_directories(luxr_${name} SYSTEM INTERFACE "${${name}_include}")
  target_link_libraries(luxr_${name} INTERFACE "${${name}_library}")
endfunction()

luxr_find_library(yaml yaml.h yaml)
luxr_find_library(cjson cjson/cJSON.h cjson)

# The command starts a tenth faster without one more shared library to load.
find_library(yaml_static libyaml.a)
mark_as_advanced(yaml_static)
add_library(luxr_yaml_static INTERFACE)
if(LUXR_STATIC_YAML AND yaml_static)
  target_link_libraries(luxr_yaml_static INTERFACE "${yaml_static}")
else()
  target_link_libraries(luxr_yaml_static INTERFACE luxr_yaml)
endif()

# A static command needs a static cJSON, which Debian has not: its pinned source is compiled. It has
# what libcjson.so.1 has.
set(luxr_command_is_static OFF)
if(LUXR_STATIC_COMMAND AND yaml_static AND CMAKE_BUILD_TYPE MATCHES "Rel" AND NOT CMAKE_CROSSCOMPILING
   AND NOT (LUXR_SANITIZE OR LUXR_SANITIZE_THREADS OR LUXR_FUZZ OR LUXR_TORTURE OR LUXR_SYSTEM_LUA
            OR LUXR_PROFILE_RECORD))
  include(CheckCSourceCompiles)
  set(CMAKE_REQUIRED_LINK_OPTIONS -static-pie)
  set(CMAKE_REQUIRED_LIBRARIES m)
  check_c_source_compiles("#include <math.h>
int main(int count, char **words) { return (int)floor(count) + !words; }" luxr_links_statically)
  unset(CMAKE_REQUIRED_LINK_OPTIONS)
  unset(CMAKE_REQUIRED_LIBRARIES)
endif()
if(luxr_links_statically)
  set(cjson_source "${LUXR_CJSON_SOURCE}")
  if(NOT cjson_source)
    set(cjson_source "${CMAKE_BINARY_DIR}/cjson-source")
    execute_process(COMMAND "${CMAKE_SOURCE_DIR}/scripts/cjson-source" "${cjson_source}"
                    RESULT_VARIABLE failed)
  endif()
  if(EXISTS "${cjson_source}/cJSON.c")
    set(luxr_command_is_static ON)
    add_library(luxr_cjson_static STATIC "${cjson_source}/cJSON.c")
  else()
    message(STATUS "the command is linked dynamically, and starts a fifth slower")
  endif()
endif()
