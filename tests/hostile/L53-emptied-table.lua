--- L53: walks over what is left of a large table.
-- expect: limit time
-- options: --limit steps=9000000000000000 --limit milliseconds=300ms
return {
  name = "hostile",
  check = function()
    local t = {}
    for i = 1, 1 << 20 do
      t[i] = i
    end
    for i = 1, 1 << 20 do
      t[i] = nil
    end
    while true do
      next(t)
    end
  end,
}
