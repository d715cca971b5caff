--- The few things that tables lack.
local tables = {}

--- A new map with the entries of both; the second wins. Either may be nil.
function tables.merge(first, second)
  local merged = {}
  for key, value in pairs(first or {}) do merged[key] = value end
  for key, value in pairs(second or {}) do merged[key] = value end
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
  for _, value in ipairs(list or {}) do
    if value == wanted then return true end
  end
  return false
end

--- Whether every entry of `part` is in `whole`: how a label selector matches.
function tables.covers(whole, part)
  for key, value in pairs(part) do
    if whole == nil or whole[key] ~= value then return false end
  end
  return true
end

return tables
