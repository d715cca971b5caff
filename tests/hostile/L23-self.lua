--- L23: a metatable that is its own.
-- expect: error '__index' chain too long
return {
  name = "hostile",
  check = function()
    local t = {}
    setmetatable(t, { __index = t })
    return t.x
  end,
}
