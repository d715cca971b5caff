--- L15: elements that take long to compare.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    local t, text = {}, ("x"):rep(1 << 20)
    for i = 1, 100000 do
      t[i] = text
    end
    table.sort(t)
  end,
}
