--- L20: the same metafields, once the metatable is set.
-- expect: ok
return {
  name = "hostile",
  check = function()
    local meta = {}
    local t = setmetatable({}, meta)
    meta.__gc = error
    meta.__mode = "kv"
    meta.__close = error
    t[{}] = {}
    for i = 1, 100000 do
      t[i] = { i }
    end
    local copy = {}
    for i = 1, 100000 do
      copy[i] = t[i][1]
    end
  end,
}
