# The command and the Lua module. Both see include/ only, which proves the header; what a function
# may answer stands in src/answer, for the command's pipelines as well, and needs some of src/base.
if(NOT TARGET luxr_shared)
  return()
endif()

file(GLOB cli_sources CONFIGURE_DEPENDS src/cli/*.c)
if(cli_sources)
  set(cli_template "${CMAKE_BINARY_DIR}/template.c")
  luxr_embed("${cli_template}" "${CMAKE_SOURCE_DIR}/src/cli/template" "template.h" luxr_file
             cli_template_files cli_template_count "const char *")
  file(GLOB answer_sources CONFIGURE_DEPENDS src/answer/*.c)
  set(cli_rooms ${answer_sources} src/base/alloc.c src/base/buffer.c src/base/digest.c
                src/base/suggest.c)
  add_library(luxr_command_objects OBJECT ${cli_sources} ${cli_rooms} "${cli_template}")
  target_link_libraries(luxr_command_objects PRIVATE luxr_flags luxr_cjson)
  target_include_directories(luxr_command_objects PRIVATE include)
  set_source_files_properties("${cli_template}" PROPERTIES
                              COMPILE_OPTIONS "-iquote;${CMAKE_SOURCE_DIR}/src/cli")
  set_source_files_properties(${cli_rooms} src/cli/composition_answer.c
                              src/cli/composition_conditions.c src/cli/composition_names.c PROPERTIES
                              COMPILE_OPTIONS "-iquote;${CMAKE_SOURCE_DIR}/src")

  # The command by one way of linking.
  function(luxr_add_command target)
    add_executable(${target} $<TARGET_OBJECTS:luxr_command_objects>)
    luxr_add_engine(${target})
    target_link_libraries(${target} PRIVATE luxr_yaml_static ${ARGN})
    target_link_options(${target} PRIVATE -Wl,--as-needed)
    set_target_properties(${target} PROPERTIES OUTPUT_NAME luxr)
  endfunction()
  if(luxr_command_is_static)
    luxr_add_command(luxr_command luxr_needs_static)
    target_link_options(luxr_command PRIVATE -static-pie)
    # For the tests that stand between the command and libc.
    luxr_add_command(luxr_command_shared luxr_needs)
    set_target_properties(luxr_command_shared PROPERTIES
      RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/unit")
  else()
    luxr_add_command(luxr_command luxr_needs)
  endif()

  # The command with steps that only echo, for the test of what is done around them.
  set(echo_sources ${cli_sources} ${cli_rooms} tests/composition/echo.c)
  list(FILTER echo_sources EXCLUDE REGEX "composition_(step|input|answer)\\.c$")
  add_executable(luxr_composition_echo ${echo_sources} "${cli_template}")
  target_include_directories(luxr_composition_echo PRIVATE src/cli)
  luxr_add_engine(luxr_composition_echo)
  target_link_libraries(luxr_composition_echo PRIVATE luxr_flags luxr_yaml_static luxr_needs)
  set_target_properties(luxr_composition_echo PROPERTIES
    OUTPUT_NAME composition-echo RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/unit")
endif()

# Its own lua_* calls stay open for the Lua that loads it; the engine's are settled already.
file(GLOB module_sources CONFIGURE_DEPENDS src/module/*.c)
if(module_sources)
  add_library(luxr_module MODULE ${module_sources})
  luxr_add_engine(luxr_module)
  target_link_libraries(luxr_module PRIVATE luxr_flags luxr_lua_headers luxr_yaml luxr_needs)
  # A process may hold libluxr.so as well: nothing but the entry point is visible.
  set(luxr_module_symbols "${CMAKE_SOURCE_DIR}/cmake/module.symbols")
  target_link_options(luxr_module PRIVATE -Wl,--as-needed
                      "-Wl,--version-script=${luxr_module_symbols}")
  set_target_properties(luxr_module PROPERTIES OUTPUT_NAME luxr PREFIX ""
                        LINK_DEPENDS "${luxr_module_symbols}")
endif()
