# luxr-bench: what docs/performance.md shows. Not installed.
file(GLOB bench_sources CONFIGURE_DEPENDS bench/*.c)
if(bench_sources AND NOT LUXR_FUZZ)
  add_executable(luxr_bench EXCLUDE_FROM_ALL ${bench_sources})
  target_link_libraries(luxr_bench PRIVATE luxr_internal)
  target_include_directories(luxr_bench PRIVATE bench)
  set_target_properties(luxr_bench PROPERTIES OUTPUT_NAME luxr-bench)
endif()
