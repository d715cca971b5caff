# torture: each allocation fails in turn, those of libyaml and cJSON too (tests/torture).
if(NOT LUXR_TORTURE)
  return()
endif()
add_executable(torture tests/torture/torture.c tests/torture/scenarios.c tests/torture/outcome.c)
target_link_libraries(torture PRIVATE luxr_internal)
target_include_directories(torture PRIVATE tests/torture)
target_compile_definitions(torture PRIVATE "LUXR_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\"")

# A libyaml whose malloc is ours; cJSON is asked for it at run time.
if(yaml_static)
  set(failing_yaml "${CMAKE_BINARY_DIR}/libyaml_failing.a")
  add_custom_command(OUTPUT "${failing_yaml}"
    COMMAND ${CMAKE_OBJCOPY} --redefine-sym malloc=lx_alloc --redefine-sym realloc=lx_realloc
            --redefine-sym free=lx_free --redefine-sym strdup=lx_copy_text
            "${yaml_static}" "${failing_yaml}"
    DEPENDS "${yaml_static}" VERBATIM)
  add_custom_target(failing_yaml DEPENDS "${failing_yaml}")
  add_dependencies(torture failing_yaml)
  target_link_libraries(torture PRIVATE "${failing_yaml}") # before the shared one
endif()
