--- Patterns with `*` for any text and `?` for one character, as shells write them.
local glob = {}

local function piece(character)
  if character == "*" then return ".*" end
  if character == "?" then return "." end
  return "%" .. character
end

--- Whether the whole text matches. Upper and lower case differ.
function glob.matches(pattern, text)
  local plain = pattern:match("^[^*?]*")  -- most patterns differ before their first wildcard
  if text:sub(1, #plain) ~= plain then return false end
  return text:find("^" .. pattern:gsub("%W", piece) .. "$") ~= nil
end

return glob
