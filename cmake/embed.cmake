# Makes a C file of a directory: every file byte for byte, in bytewise order of names.
# Included by CMakeLists.txt it adds the step for lua/, and offers it for others; run by
# cmake -P it is the step.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  # ARRAY is of the struct TYPE, which HEADER declares, and ends at the number COUNT; in it a
  # file's bytes are CAST.
  function(luxr_embed output root header type array count cast)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE "${root}" "${root}/*")
    list(FILTER files EXCLUDE REGEX "^meta/")
    list(FILTER files EXCLUDE REGEX "(^|/)\\.|~$")
    list(TRANSFORM files PREPEND "${root}/" OUTPUT_VARIABLE paths)
    # Rewritten only when it changes; the list is a prerequisite, so a removed file counts too.
    list(JOIN files "\n" names)
    file(CONFIGURE OUTPUT "${output}.list" CONTENT "${names}" @ONLY)
    add_custom_command(OUTPUT "${output}"
      COMMAND ${CMAKE_COMMAND} "-DROOT=${root}" "-DLIST=${output}.list" "-DOUTPUT=${output}"
              "-DHEADER=${header}" "-DTYPE=${type}" "-DARRAY=${array}" "-DCOUNT=${count}"
              "-DCAST=${cast}" -P "${CMAKE_SOURCE_DIR}/cmake/embed.cmake"
      DEPENDS ${paths} "${output}.list" "${CMAKE_SOURCE_DIR}/cmake/embed.cmake"
      COMMENT "Embedding ${root}" VERBATIM)
  endfunction()
  set(luxr_embedded "${CMAKE_BINARY_DIR}/embedded.c")
  luxr_embed("${luxr_embedded}" "${CMAKE_SOURCE_DIR}/lua" "bundle/embedded.h"
             "struct lx_embedded_file" lx_embedded_files lx_embedded_count
             "const unsigned char *")
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
  string(APPEND rows "  {\"${name}\", (${CAST})file_${count}, ${length}},\n")
  math(EXPR count "${count} + 1")
endforeach()
# C has no empty arrays: one row more, which the count leaves out.
file(WRITE "${OUTPUT}" "#include \"${HEADER}\"\n
${arrays}
const ${TYPE} ${ARRAY}[] = {\n${rows}  {0, 0, 0}};
const size_t ${COUNT} = ${count};\n")
