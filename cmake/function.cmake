# luxr-function: what `luxr serve` starts. It sees include/luxr.h and a few headers of src/base.
# Without its libraries the rest is built all the same.
find_package(OpenSSL 3)
foreach(library nghttp2 uv)
  find_path(${library}_include ${library}.h PATH_SUFFIXES nghttp2)
  find_library(${library}_library ${library})
  mark_as_advanced(${library}_include ${library}_library)
endforeach()
if(NOT OPENSSL_FOUND OR NOT nghttp2_include OR NOT nghttp2_library OR NOT uv_include OR
   NOT uv_library)
  message(STATUS "luxr-function is not built: it needs nghttp2, OpenSSL 3 and libuv "
                 "(Debian: libnghttp2-dev libssl-dev libuv1-dev)")
  return()
endif()

# What its transport stands on, for a fuzzer too.
add_library(luxr_transport_needs INTERFACE)
target_link_libraries(luxr_transport_needs
  INTERFACE "${nghttp2_library}" OpenSSL::SSL "${uv_library}" Threads::Threads)
if(NOT TARGET luxr_shared)
  return()
endif()

file(GLOB function_sources CONFIGURE_DEPENDS src/function/*.c src/function/transport/*.c
     src/function/service/*.c src/answer/*.c)
list(FILTER function_sources EXCLUDE REGEX "/main\\.c$")

add_library(luxr_function_internal STATIC ${function_sources})
target_include_directories(luxr_function_internal
  PUBLIC "${CMAKE_SOURCE_DIR}/src" "${CMAKE_SOURCE_DIR}/include")
target_link_libraries(luxr_function_internal
  PUBLIC luxr_flags luxr_cjson luxr_transport_needs)

# What it has of src/base, compiled again: the engine's own is not visible in its object.
add_library(luxr_function_base STATIC src/base/alloc.c src/base/buffer.c src/base/pool.c
            src/base/suggest.c src/base/utf8.c)
target_include_directories(luxr_function_base PUBLIC "${CMAKE_SOURCE_DIR}/src")
target_link_libraries(luxr_function_base PUBLIC luxr_flags)
if(EXISTS "${CMAKE_SOURCE_DIR}/src/base/wire.c")
  target_sources(luxr_function_base PRIVATE src/base/wire.c)
endif()

if(EXISTS "${CMAKE_SOURCE_DIR}/src/function/service/service.c" AND
   EXISTS "${CMAKE_SOURCE_DIR}/src/function/main.c")
  add_executable(luxr_function src/function/main.c)
  luxr_add_engine(luxr_function)
  target_link_libraries(luxr_function
    PRIVATE luxr_function_internal luxr_function_base luxr_yaml_static luxr_needs)
  target_link_options(luxr_function PRIVATE -Wl,--as-needed)
  set_target_properties(luxr_function PROPERTIES OUTPUT_NAME luxr-function)
endif()

# The transport with a service that only echoes, for its tests.
add_executable(luxr_function_echo tests/transport/echo.c)
luxr_add_engine(luxr_function_echo)
target_link_libraries(luxr_function_echo
  PRIVATE luxr_function_internal luxr_function_base luxr_yaml_static luxr_needs)
set_target_properties(luxr_function_echo PROPERTIES OUTPUT_NAME luxr-function-echo)

# The service without a transport, for its tests.
if(TARGET luxr_function)
  add_executable(luxr_function_once tests/function/once.c)
  luxr_add_engine(luxr_function_once)
  target_link_libraries(luxr_function_once
    PRIVATE luxr_function_internal luxr_function_base luxr_yaml_static luxr_needs)
  set_target_properties(luxr_function_once PROPERTIES
    OUTPUT_NAME function-once RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/unit")
endif()

# Each allocation of a call fails in turn (tests/function/torture.c).
if(LUXR_TORTURE AND TARGET luxr_function)
  add_executable(luxr_function_torture tests/function/torture.c)
  target_link_libraries(luxr_function_torture PRIVATE luxr_function_internal luxr_internal)
  set_target_properties(luxr_function_torture PROPERTIES
    OUTPUT_NAME function-torture RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/unit")
endif()
