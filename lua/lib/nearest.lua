--- "did you mean": the known word nearest to a misspelt one.

local function distance(a, b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local diagonal = row[0]
    row[0] = i
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      local best = math.min(row[j] + 1, row[j - 1] + 1, diagonal + cost)
      diagonal, row[j] = row[j], best
    end
  end
  return row[#b]
end

--- A hint for ctx.reject, or nil when no word of the list is near.
return function(word, known)
  local best, found = math.max(2, #word // 3) + 1, nil
  for _, candidate in ipairs(known) do
    local far = distance(word, candidate)
    if far < best then best, found = far, candidate end
  end
  return found and "did you mean '" .. found .. "'?"
end
