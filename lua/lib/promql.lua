--- PromQL out of values: the only way in which a name gets into a query.
local promql = {}

local escapes = { ["\\"] = "\\\\", ['"'] = '\\"', ["\n"] = "\\n" }

--- A string as PromQL reads it, quotes included.
function promql.quote(text)
  -- Names need nothing, and are most of what comes here.
  if not luxr.names.is_dns1123_label(text) then text = text:gsub('[\\"\n]', escapes) end
  return '"' .. text .. '"'
end

--- `namespace="production",job="llama-3"` of { { "namespace", "production" }, ... }.
-- Equality only: in `=~` a value would have to be escaped as a regular expression too.
function promql.matchers(labels)
  local matchers = {}
  for i = 1, #labels do
    matchers[i] = labels[i][1] .. "=" .. promql.quote(labels[i][2])
  end
  return table.concat(matchers, ",")
end

--- Puts `holes.model` where the query says `$model`.
function promql.fill(query, holes)
  local filled = query:gsub("%$(%a+)", holes)
  if not filled:find("$", 1, true) then return filled end
  for name in query:gmatch("%$(%a+)") do
    if holes[name] == nil then error("the query " .. query .. " has no value for $" .. name) end
  end
  return filled
end

return promql
