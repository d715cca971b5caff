--- PromQL out of values: the only way in which a name gets into a query.
local promql = {}

local escapes = { ["\\"] = "\\\\", ['"'] = '\\"', ["\n"] = "\\n" }

--- A string as PromQL reads it, quotes included.
function promql.quote(text)
  return '"' .. text:gsub('[\\"\n]', escapes) .. '"'
end

--- `namespace="production",job="llama-3"` of { { "namespace", "production" }, ... }.
-- Equality only: in `=~` a value would have to be escaped as a regular expression too.
function promql.matchers(labels)
  local matchers = {}
  for i, label in ipairs(labels) do
    matchers[i] = label[1] .. "=" .. promql.quote(label[2])
  end
  return table.concat(matchers, ",")
end

--- Puts `holes.model` where the query says `$model`.
function promql.fill(query, holes)
  return (query:gsub("%$(%a+)", function(name)
    if holes[name] == nil then error("the query " .. query .. " has no value for $" .. name) end
    return holes[name]
  end))
end

return promql
