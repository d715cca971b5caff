--- The few things that tables lack.
local tables = {}

--- A new map with the entries of both; the second wins. Either may be nil.
function tables.merge(first, second)
  local merged = {}
  if first then
    for key, value in pairs(first) do merged[key] = value end
  end
  if second then
    for key, value in pairs(second) do merged[key] = value end
  end
  return merged
end

--- The map itself, or nil when it is nil or empty: an absent field instead of `{}`.
function tables.some(map)
  if map ~= nil and next(map) ~= nil then return map end
end

--- The keys of a map, sorted.
function tables.keys(map)
  local keys = {}
  for key in pairs(map) do keys[#keys + 1] = key end
  table.sort(keys)
  return keys
end

function tables.contains(list, wanted)
  for i = 1, list and #list or 0 do
    if list[i] == wanted then return true end
  end
  return false
end

--- Whether every entry of `part` is in `whole`, and there is one: how a label selector matches.
-- Either may be nil.
function tables.covers(whole, part)
  local any = false
  for key, value in pairs(part or {}) do
    if whole == nil or whole[key] ~= value then return false end
    any = true
  end
  return any
end

return tables
