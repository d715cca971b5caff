--- L14: a comparator that contradicts itself.
-- expect: ok
return {
  name = "hostile",
  check = function()
    local t, calls = {}, 0
    for i = 1, 1000 do
      t[i] = i
    end
    table.sort(t, function()
      calls = calls + 1
      return calls % 3 ~= 0
    end)
    local sum = 0
    for _, value in ipairs(t) do
      sum = sum + value
    end
    assert(sum == 500500)
  end,
}
