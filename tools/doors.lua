--- Calls that may stand in one place only, and calls that may stand nowhere.

local lua_door = "enter Lua through host/host.h"
local memory = "C memory comes from base/alloc.h"
local unbounded = "it does not know how long the text may be"
local lax = "it does not say where it stopped"

-- Name: the files it may stand in (patterns), and what to do instead.
local doors = {
  lua_call       = { { "^src/host/host%.c$" }, lua_door },
  lua_callk      = { {}, lua_door },
  lua_pcall      = { { "^src/host/host%.c$", "^src/host/lib_base%.c$" }, lua_door }, -- and pcall itself
  lua_pcallk     = { {}, lua_door },
  luaL_error     = { { "^src/module/" }, "raise with lx_raise" },
  luaL_dostring  = { {}, lua_door },
  luaL_dofile    = { {}, lua_door },
  luaL_openlibs  = { {}, "a sandbox opens libraries one by one" },
  malloc         = { { "^src/base/alloc%.c$", "^src/cli/", "^src/module/" }, memory },
  calloc         = { { "^src/base/alloc%.c$", "^src/cli/", "^src/module/" }, memory },
  realloc        = { { "^src/base/alloc%.c$", "^src/cli/", "^src/module/" }, memory },
  free           = { { "^src/base/alloc%.c$", "^src/cli/", "^src/module/" }, memory },
  strdup         = { { "^src/cli/", "^src/module/" }, memory },
  sprintf        = { {}, unbounded },
  vsprintf       = { {}, unbounded },
  strcpy         = { {}, unbounded },
  strcat         = { {}, unbounded },
  gets           = { {}, unbounded },
  atoi           = { {}, lax },
  atof           = { {}, lax },
  strtok         = { {}, "it keeps state between calls" },
  setlocale      = { {}, "the same input gives the same bytes in every locale" },
  rand           = { {}, "the same input gives the same bytes" },
}

--- The text without comments and literals, line breaks kept.
local function code_of(text)
  local keep = function(part) return (part:gsub("[^\n]", " ")) end
  text = text:gsub("\\[\"'\\]", "  ")
  text = text:gsub("/%*.-%*/", keep)
  text = text:gsub('"[^"\n]*"', keep):gsub("//[^\n]*", keep)
  return text
end

local function is_allowed(path, patterns)
  for _, pattern in ipairs(patterns) do
    if path:find(pattern) then return true end
  end
  return false
end

local function check_line(path, number, line, findings)
  for name in line:gmatch "%f[%w_]([%a_][%w_]*)%s*%(" do
    local door = doors[name]
    if door and not is_allowed(path, door[1]) then
      findings[#findings + 1] =
        ("%s:%d: %s() does not belong here: %s"):format(path, number, name, door[2])
    end
  end
end

local function check(file)
  local findings = {}
  if not file.path:find "^src/.*%.[ch]$" then return findings end
  local number = 0
  for line in (code_of(file.text) .. "\n"):gmatch "(.-)\n" do
    number = number + 1
    check_line(file.path, number, line, findings)
  end
  return findings
end

return {
  name   = "doors",
  check  = check,
  plants = {
    { "src/render/x.c", "\n  lua_pcall(L, 0, 0, 0);\n", "src/render/x.c:2: lua_pcall() does not belong" },
    { "src/value/x.c", 'return luaL_error(L, "x");', "raise with lx_raise" },
    { "src/codec/x.c", "char *p = malloc (3);", "base/alloc.h" },
    { "src/codec/x.c", "/* a\n*/ free(p);", "x.c:2: free()" },
    { "src/codec/x.c", 'f("\\""); free(p); g("");', "free()" },
    { "src/codec/x.c", "lx_free(p); /* free(p) */ f(\"malloc(\"); // free(x)" },
    { "src/base/alloc.c", "return malloc(size);" },
    { "src/host/host.c", "lua_pcall(L, 0, 0, 0);" },
    { "src/host/x.c", "sprintf(t, f);", "how long" },
  },
}
