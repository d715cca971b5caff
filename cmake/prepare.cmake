# Does at the build what every process would do again with the embedded files: compiles the
# scripts with the Lua that is built in, and reads the documents. A cross build cannot run its own
# engine: then nothing is prepared, and the library takes the text, which it has in any case.
set(luxr_prepared "${CMAKE_BINARY_DIR}/embedded_prepared.c")
if(CMAKE_CROSSCOMPILING)
  file(CONFIGURE OUTPUT "${luxr_prepared}" CONTENT "#include \"bundle/embedded.h\"
const struct lx_embedded_file lx_embedded_prepared[] = {{0, 0, 0}};
const size_t lx_embedded_prepared_count = 0;
" @ONLY)
  return()
endif()

add_executable(luxr_prepare_bundle "${CMAKE_SOURCE_DIR}/tools/prepare_bundle.c")
target_link_libraries(luxr_prepare_bundle PRIVATE luxr_engine_objects)
add_custom_command(OUTPUT "${luxr_prepared}"
  COMMAND luxr_prepare_bundle "${luxr_prepared}" DEPENDS luxr_prepare_bundle
  COMMENT "Compiling the embedded bundle" VERBATIM)
