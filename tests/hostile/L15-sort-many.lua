--- L15: more elements than a sort takes.
-- expect: error table.sort takes 100000 elements at most
return {
  name = "hostile",
  check = function()
    local t = {}
    for i = 1, 200000 do
      t[i] = -i
    end
    table.sort(t)
  end,
}
