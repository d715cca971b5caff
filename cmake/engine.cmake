# The engine. luxr_internal is every room below luxr.h, for the unit tests; what goes out is one
# object made from it and from Lua, in which nothing is visible but luxr.h. So a host that has
# a Lua of its own (or another libyaml user's names) can link it and never meet ours.
set(luxr_rooms base value host codec schema library bundle render)
set(engine_globs src/api*.c)
foreach(room IN LISTS luxr_rooms)
  list(APPEND engine_globs "src/${room}/*.c")
endforeach()
file(GLOB engine_sources CONFIGURE_DEPENDS ${engine_globs})

# Without what the build prepares with it (see prepare.cmake).
add_library(luxr_engine_objects OBJECT ${engine_sources} "${luxr_embedded}")
target_include_directories(luxr_engine_objects PUBLIC "${CMAKE_SOURCE_DIR}/src"
                                                      "${CMAKE_SOURCE_DIR}/include")
target_link_libraries(luxr_engine_objects
  PUBLIC luxr_flags luxr_lua luxr_yaml luxr_cjson Threads::Threads m)
luxr_take_profile(luxr_engine_objects)
if(luxr_profile)
  luxr_add_training()
endif()
include(prepare)

add_library(luxr_internal STATIC $<TARGET_OBJECTS:luxr_engine_objects> "${luxr_prepared}")
target_include_directories(luxr_internal PUBLIC "${CMAKE_SOURCE_DIR}/src"
                                                "${CMAKE_SOURCE_DIR}/include")
target_link_libraries(luxr_internal
  PUBLIC luxr_flags luxr_lua luxr_yaml luxr_cjson Threads::Threads m)

# Fuzzers need no more, and in them libFuzzer has the main function.
if(LUXR_FUZZ)
  return()
endif()

set(engine_object "${CMAKE_BINARY_DIR}/engine.o")
set(engine_lua "")
if(luxr_lua_is_builtin)
  set(engine_lua $<TARGET_FILE:lua_builtin>)
endif()
add_custom_command(OUTPUT "${engine_object}"
  COMMAND ${CMAKE_C_COMPILER} ${luxr_lto} -r -nostdlib -o "${engine_object}"
          -Wl,--whole-archive $<TARGET_FILE:luxr_internal> -Wl,--no-whole-archive ${engine_lua}
  COMMAND ${CMAKE_OBJCOPY} --localize-hidden "${engine_object}"
  DEPENDS luxr_internal ${engine_lua}
  COMMENT "Joining the engine into one object" VERBATIM)
add_custom_target(luxr_engine DEPENDS "${engine_object}")
set_source_files_properties("${engine_object}" PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)

# What the object still needs from outside; luxr_needs_static with cJSON's archive.
add_library(luxr_needs INTERFACE)
target_link_libraries(luxr_needs INTERFACE luxr_cjson Threads::Threads m)
if(NOT luxr_lua_is_builtin)
  target_link_libraries(luxr_needs INTERFACE luxr_lua)
endif()
add_library(luxr_needs_static INTERFACE)
if(luxr_command_is_static)
  target_link_libraries(luxr_needs_static INTERFACE luxr_cjson_static Threads::Threads m)
endif()

function(luxr_add_engine target)
  target_sources(${target} PRIVATE "${engine_object}")
  add_dependencies(${target} luxr_engine)
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE C)
  target_include_directories(${target} PUBLIC
    $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
endfunction()

add_library(luxr_shared SHARED)
luxr_add_engine(luxr_shared)
target_link_libraries(luxr_shared PRIVATE luxr_needs luxr_yaml)
target_link_options(luxr_shared PRIVATE -Wl,--as-needed -Wl,-z,defs)
set_target_properties(luxr_shared PROPERTIES OUTPUT_NAME luxr VERSION ${PROJECT_VERSION}
                      SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}
                      EXPORT_NAME luxr)
if(LUXR_SANITIZE OR LUXR_SANITIZE_THREADS)
  set_property(TARGET luxr_shared PROPERTY LINK_OPTIONS -Wl,--as-needed)
endif()

add_library(luxr_static STATIC)
luxr_add_engine(luxr_static)
set_target_properties(luxr_static PROPERTIES OUTPUT_NAME luxr)
