# libyaml and cJSON, as Debian has them.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

function(luxr_find_library name header library)
  find_path(${name}_include ${header} REQUIRED)
  find_library(${name}_library ${library} REQUIRED)
  mark_as_advanced(${name}_include ${name}_library)
  add_library(luxr_${name} INTERFACE)
  target_include_directories(luxr_${name} SYSTEM INTERFACE "${${name}_include}")
  target_link_libraries(luxr_${name} INTERFACE "${${name}_library}")
endfunction()

luxr_find_library(yaml yaml.h yaml)
luxr_find_library(cjson cjson/cJSON.h cjson)

# The command starts a tenth faster without one more shared library to load.
find_library(yaml_static libyaml.a)
mark_as_advanced(yaml_static)
add_library(luxr_yaml_static INTERFACE)
if(LUXR_STATIC_YAML AND yaml_static)
  target_link_libraries(luxr_yaml_static INTERFACE "${yaml_static}")
else()
  target_link_libraries(luxr_yaml_static INTERFACE luxr_yaml)
endif()
