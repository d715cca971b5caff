# A training run, of which the compiler learns which ways the engine and the built-in Lua go: they
# are built once more in profile/, counting, and render the examples there. It is made once in a
# build directory; what is edited later is compiled without it, until the directory is made anew.
# GCC warns of that, so a build where warnings are errors has none.
#   luxr_take_profile(TARGET)  compiles the target's files by it
set(luxr_profile OFF)
if(LUXR_PROFILE AND luxr_lto AND NOT LUXR_PROFILE_RECORD AND NOT LUXR_WERROR
   AND NOT CMAKE_CROSSCOMPILING AND NOT CMAKE_C_COMPILER_VERSION VERSION_LESS 12
   AND EXISTS "${CMAKE_SOURCE_DIR}/bench/bench.c" AND EXISTS "${CMAKE_SOURCE_DIR}/examples/llama-3.yaml")
  set(luxr_profile ON)
endif()

if(LUXR_PROFILE_RECORD)
  add_compile_options(-fprofile-generate "-fprofile-dir=${LUXR_PROFILE_RECORD}"
                      "-fprofile-prefix-path=${CMAKE_BINARY_DIR}")
  add_link_options(-fprofile-generate)
endif()

function(luxr_take_profile target)
  if(luxr_profile)
    add_dependencies(${target} luxr_training)
    target_compile_options(${target} PRIVATE
      "-fprofile-use=${CMAKE_BINARY_DIR}/profile/counts"
      "-fprofile-prefix-path=${CMAKE_BINARY_DIR}" -fprofile-partial-training
      -Wno-missing-profile -Wno-coverage-mismatch)
  endif()
endfunction()

# What the build in profile/ has to have in common with this one.
function(luxr_add_training)
  set(common "")
  foreach(name IN ITEMS CMAKE_BUILD_TYPE CMAKE_C_COMPILER CMAKE_C_FLAGS CMAKE_C_COMPILER_LAUNCHER
                        CMAKE_PREFIX_PATH LUXR_LUA_SOURCE LUXR_SYSTEM_LUA LUXR_LUA_INSIDE)
    list(APPEND common "-D${name}=${${name}}")
  endforeach()
  cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
  set(directory "${CMAKE_BINARY_DIR}/profile")
  set(lua "${CMAKE_COMMAND}" -E true)
  if(luxr_lua_is_builtin AND NOT LUXR_LUA_SOURCE)
    set(lua "${CMAKE_COMMAND}" -E copy_directory "${CMAKE_BINARY_DIR}/lua-source"
            "${directory}/lua-source")
  endif()
  add_custom_command(OUTPUT "${directory}/done"
    COMMAND "${CMAKE_COMMAND}" -E rm -rf "${directory}/counts"
    COMMAND ${lua}
    COMMAND "${CMAKE_COMMAND}" -S "${CMAKE_SOURCE_DIR}" -B "${directory}" -G "${CMAKE_GENERATOR}"
            ${common} -DLUXR_LTO=OFF "-DLUXR_PROFILE_RECORD=${directory}/counts"
            --log-level=WARNING
    COMMAND "${CMAKE_COMMAND}" --build "${directory}" --parallel ${cores} --target luxr_bench
    COMMAND "${CMAKE_SOURCE_DIR}/tools/train" "${directory}/luxr-bench"
    COMMAND "${CMAKE_COMMAND}" -E touch "${directory}/done"
    COMMENT "Rendering the examples to see where the time goes" VERBATIM)
  add_custom_target(luxr_training DEPENDS "${directory}/done")
endfunction()
