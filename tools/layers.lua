--- Who may include whom. docs/architecture.md says the same in words.

local everywhere = { "luxr.h" }

-- Each room: the rooms it may enter beside itself, and the libraries it may know.
local rooms = {
  base     = { rooms = {}, libraries = {} },
  value    = { rooms = { "base" }, libraries = { "lua" } },
  codec    = { rooms = { "base", "value" }, libraries = { "lua", "yaml", "cjson" } },
  schema   = { rooms = { "base", "value", "codec" }, libraries = { "lua" } },
  host     = { rooms = { "base", "value" }, libraries = { "lua" } },
  library  = { rooms = { "base", "value", "codec", "host" }, libraries = { "lua" } },
  bundle   = { rooms = { "base", "value", "codec", "host", "schema", "library" },
               libraries = { "lua", "cjson" } },
  render   = { rooms = { "base", "value", "codec", "host", "schema", "library", "bundle" },
               libraries = { "lua", "cjson" } },
  api      = { rooms = { "base", "value", "codec", "host", "schema", "library", "bundle", "render" },
               libraries = { "lua" } },
  answer   = { rooms = { "base" }, libraries = {} },
  cli      = { rooms = { "answer" }, files = { "base/digest.h" }, libraries = { "cjson" } },
  module   = { rooms = {}, libraries = { "lua", "cjson" } },
  -- The two halves of the function meet in call.h; the program above them starts both.
  ["function"] = { rooms = { "transport", "service" }, libraries = {},
                   files = { "base/buffer.h", "base/alloc.h", "base/utf8.h" } },
  ["function/transport"] = { rooms = {}, libraries = {},
                             files = { "base/wire.h", "base/buffer.h", "base/alloc.h",
                                       "function/call.h", "function/log.h" } },
  ["function/service"] = { rooms = { "answer" }, libraries = { "cjson" },
                           files = { "base/wire.h", "base/buffer.h", "base/alloc.h", "base/pool.h",
                                     "base/suggest.h", "base/utf8.h",
                                     "function/call.h", "function/log.h" } },
}

-- The system's headers are anybody's; of the libraries' only these are known.
local libraries = {
  ["lua.h"] = "lua", ["lauxlib.h"] = "lua", ["lualib.h"] = "lua",
  ["yaml.h"] = "yaml", ["cjson/cJSON.h"] = "cjson",
}

local function has(list, wanted)
  for _, item in ipairs(list or {}) do
    if item == wanted then return true end
  end
  return false
end

local function room_of(path)
  if path:find "^src/api[%w_]*%.[ch]$" then return "api" end
  return path:match "^src/(function/%w+)/" or path:match "^src/(%w+)/"
end

--- In the front ends a bare name is a neighbour's.
local function is_neighbour(room, target)
  if target:find "/" then return false end
  return room == "cli" or room == "module" or room == "answer" or room:find "^function"
    or room == "api" and target:find "^api"
end

--- Nil when `target` may be included from `room`, else a sentence.
local function refusal(room, target)
  local rule = rooms[room]
  if has(everywhere, target) or has(rule.files, target) or is_neighbour(room, target) then
    return nil
  end
  local entered = target:match "^(%w+)/"
  if entered and (entered == room or has(rule.rooms, entered)) then return nil end
  if not rooms[entered] and not rooms["function/" .. tostring(entered)] then
    return ("quoted include of %s, which is no room's header"):format(target)
  end
  return ("%s may not include %s"):format(room, target)
end

local function library_refusal(room, target)
  local library = libraries[target]
  if library and not has(rooms[room].libraries, library) then
    return ("%s may not know %s"):format(room, target)
  end
end

local function check_line(room, line)
  local quoted = line:match '^%s*#%s*include%s+"([^"]+)"'
  if quoted then return refusal(room, quoted) end
  local angled = line:match "^%s*#%s*include%s+<([^>]+)>"
  return angled and library_refusal(room, angled)
end

local function check(file)
  local findings = {}
  if not file.path:find "^src/.*%.[ch]$" then return findings end
  local room = room_of(file.path)
  if not rooms[room] then
    return { file.path .. ":1: no room of tools/layers.lua" }
  end
  for number, line in ipairs(file.lines) do
    local sentence = check_line(room, line)
    if sentence then
      findings[#findings + 1] = ("%s:%d: %s"):format(file.path, number, sentence)
    end
  end
  return findings
end

return {
  name   = "layers",
  check  = check,
  plants = {
    { "src/base/x.c", '#include "host/door.h"\n', "src/base/x.c:1: base may not include host/door.h" },
    { "src/base/x.c", "\n#include <lua.h>\n", "src/base/x.c:2: base may not know lua.h" },
    { "src/schema/x.c", "#include <yaml.h>\n", "schema may not know yaml.h" },
    { "src/codec/x.h", '# include "schema/schema.h"\n', "codec may not include schema/schema.h" },
    { "src/cli/x.c", '#include "base/buffer.h"\n', "cli may not include base/buffer.h" },
    { "src/value/x.c", '#include "view.h"\n', "no room's header" },
    { "src/value/x.c", '#include "../host/host.h"\n', "no room's header" },
    { "src/function/service/x.c", '#include "function/transport/tls.h"\n',
      "function/service may not include function/transport/tls.h" },
    { "src/function/transport/x.c", '#include "server.h"\n#include "service/service.h"\n',
      "function/transport may not include service/service.h" },
    { "src/function/other/x.c", "", "no room of tools/layers.lua" },
    { "src/extra/x.c", "", "no room of tools/layers.lua" },
    { "src/api.c", '#include "render/render.h"\n#include <lua.h>\n' },
    { "src/function/x.c", '#include "transport/server.h"\n#include "service/service.h"\n' },
    { "src/function/service/x.c", '#include "message.h"\n#include "function/call.h"\n' },
    { "src/cli/x.c", '#include "luxr.h"\n#include "options.h"\n#include <stdio.h>\n' },
  },
}
