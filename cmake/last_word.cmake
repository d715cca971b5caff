# The last line of configure and build, when scripts run on the system's Lua.
if(luxr_lua_is_builtin)
  return()
endif()
set(luxr_last_word
    "luxr uses the system's Lua ${system_lua_VERSION}, with the measures for old Lua")
message(STATUS "${luxr_last_word}")
get_property(targets DIRECTORY PROPERTY BUILDSYSTEM_TARGETS)
add_custom_target(luxr_last_word ALL COMMAND ${CMAKE_COMMAND} -E echo "${luxr_last_word}" VERBATIM)
add_dependencies(luxr_last_word ${targets})
