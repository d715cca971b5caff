--- L11: a length that is a lie.
-- expect: ok
return {
  name = "hostile",
  check = function()
    local meta = {
      __len = function()
        return 1 << 62
      end,
    }
    local t = setmetatable({}, meta)
    table.insert(t, 1, 1)
    table.insert(t, 2)
    assert(table.remove(t, 1) == 1 and t[1] == 2)
  end,
}
