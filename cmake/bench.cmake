# luxr-bench: what docs/performance.md shows. Not installed.
file(GLOB bench_sources CONFIGURE_DEPENDS bench/*.c)
if(bench_sources AND NOT LUXR_FUZZ)
  add_executable(luxr_bench EXCLUDE_FROM_ALL ${bench_sources})
  target_link_libraries(luxr_bench PRIVATE luxr_internal)
  target_include_directories(luxr_bench PRIVATE bench)
  if(luxr_lto)
    set_target_properties(luxr_bench PROPERTIES LUXR_AS_ONE ON) # as what people use is
    target_link_options(luxr_bench PRIVATE -flto=auto)
  endif()
  set_target_properties(luxr_bench PROPERTIES OUTPUT_NAME luxr-bench)
endif()

# What bench/function/run needs beside the servers: a front end like any other.
if(TARGET luxr_static)
  add_executable(luxr_bench_function EXCLUDE_FROM_ALL bench/function/inprocess.c)
  luxr_add_engine(luxr_bench_function)
  target_link_libraries(luxr_bench_function PRIVATE luxr_flags luxr_yaml_static luxr_needs)
  set_target_properties(luxr_bench_function PROPERTIES OUTPUT_NAME luxr-bench-function)
endif()

# What bench/fleet/run starts programs with.
add_executable(luxr_bench_spawn EXCLUDE_FROM_ALL bench/fleet/spawn.c)
target_link_libraries(luxr_bench_spawn PRIVATE luxr_flags)
set_target_properties(luxr_bench_spawn PROPERTIES OUTPUT_NAME luxr-spawn)
