--- PromQL out of values: the only way in which a name gets into a query.
local promql = {}

local escapes = { ["\\"] = "\\\\", ['"'] = '\\"', ["\n"] = "\\n" }

--- A string as PromQL reads it, quotes included.
function promql.quote(text)
  -- Names need nothing, and are most of what comes here.
  if not luxr.names.is_dns1123_label(text) then text = text:gsub('[\\"\n]', escapes) end
  return '"' .. text .. '"'
end

--- `job="llama-3"`: equality only, since in `=~` a value would have to be escaped as a regular
-- expression too.
function promql.matcher(label, value)
  return label .. "=" .. promql.quote(value)
end

--- `namespace="production",job="llama-3"` of { { "namespace", "production" }, ... }.
function promql.matchers(labels)
  local matchers = {}
  for i = 1, #labels do
    matchers[i] = promql.matcher(labels[i][1], labels[i][2])
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
