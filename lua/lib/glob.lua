--- Patterns with `*` for any text and `?` for one character, as shells write them.
local glob = {}

local function piece(character)
  if character == "*" then return ".*" end
  if character == "?" then return "." end
  return "%" .. character
end

-- What a pattern begins with, before its first wildcard: there most of them differ.
local plain_of = {}

--- Looks at a pattern once, for those that are known when scripts are loaded.
function glob.learn(pattern)
  local plain = pattern:match("^[^*?]*")
  plain_of[pattern] = plain
  return plain
end

--- Whether the whole text matches. Upper and lower case differ.
function glob.matches(pattern, text)
  local plain = plain_of[pattern] or glob.learn(pattern)
  if text:sub(1, #plain) ~= plain then return false end
  return text:find("^" .. pattern:gsub("%W", piece) .. "$") ~= nil
end

return glob
