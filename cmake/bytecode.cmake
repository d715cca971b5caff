# Compiles the embedded scripts with the Lua that is built in, so that no process does it again.
# Where that Lua is the system's, or cannot run here, there is no bytecode, and the library
# compiles the text, which it has in any case.
set(luxr_embedded_code "${CMAKE_BINARY_DIR}/embedded_code.c")
if(NOT luxr_lua_is_builtin OR CMAKE_CROSSCOMPILING)
  file(CONFIGURE OUTPUT "${luxr_embedded_code}" CONTENT "#include \"bundle/embedded.h\"
const struct lx_embedded_file lx_embedded_codes[] = {{0, 0, 0}};
const size_t lx_embedded_code_count = 0;
" @ONLY)
  return()
endif()

add_executable(luxr_compile_scripts "${CMAKE_SOURCE_DIR}/tools/compile_scripts.c")
target_link_libraries(luxr_compile_scripts PRIVATE luxr_flags lua_builtin)
# The stamp of the text's embedding stands for every file and for the list of them.
add_custom_command(OUTPUT "${luxr_embedded_code}"
  COMMAND luxr_compile_scripts "${CMAKE_SOURCE_DIR}/lua" lua "${luxr_embedded}.list"
          "${luxr_embedded_code}"
  DEPENDS luxr_compile_scripts "${luxr_embedded}"
  COMMENT "Compiling the embedded scripts" VERBATIM)
