# Makes embedded.c: every file of lua/ byte for byte, in bytewise order of names.
# Included by CMakeLists.txt it adds the step; run by cmake -P it is the step.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(luxr_embedded "${CMAKE_BINARY_DIR}/embedded.c")
  file(GLOB_RECURSE embedded_files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}/lua" lua/*)
  list(FILTER embedded_files EXCLUDE REGEX "^meta/")
  list(FILTER embedded_files EXCLUDE REGEX "(^|/)\\.|~$")
  list(TRANSFORM embedded_files PREPEND "${CMAKE_SOURCE_DIR}/lua/" OUTPUT_VARIABLE embedded_paths)
  # Rewritten only when it changes; the list is a prerequisite, so a removed file counts too.
  list(JOIN embedded_files "\n" embedded_names)
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/embedded.list" CONTENT "${embedded_names}" @ONLY)
  add_custom_command(OUTPUT "${luxr_embedded}"
    COMMAND ${CMAKE_COMMAND} "-DROOT=${CMAKE_SOURCE_DIR}/lua"
            "-DLIST=${CMAKE_BINARY_DIR}/embedded.list" "-DOUTPUT=${luxr_embedded}"
            -P "${CMAKE_SOURCE_DIR}/cmake/embed.cmake"
    DEPENDS ${embedded_paths} "${CMAKE_BINARY_DIR}/embedded.list"
            "${CMAKE_SOURCE_DIR}/cmake/embed.cmake"
    COMMENT "Embedding lua/" VERBATIM)
  return()
endif()

file(STRINGS "${LIST}" names)
list(SORT names COMPARE STRING)
set(arrays "")
set(rows "")
set(count 0)
foreach(name IN LISTS names)
  file(READ "${ROOT}/${name}" hex HEX)
  string(LENGTH "${hex}" length)
  math(EXPR length "${length} / 2")
  string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
  string(APPEND arrays "static const unsigned char file_${count}[] = {\n${hex}0x00};\n")
  string(APPEND rows "  {\"${name}\", file_${count}, ${length}},\n")
  math(EXPR count "${count} + 1")
endforeach()
# C has no empty arrays: one row more, which the count leaves out.
file(WRITE "${OUTPUT}" "#include \"bundle/embedded.h\"\n
${arrays}
const struct lx_embedded_file lx_embedded_files[] = {\n${rows}  {0, 0, 0}};
const size_t lx_embedded_count = ${count};\n")
