--- L23: a chain of 3,000 metatables.
-- expect: error '__index' chain too long
return {
  name = "hostile",
  check = function()
    local t = {}
    for _ = 1, 3000 do
      t = setmetatable({}, { __index = t })
    end
    return t.x
  end,
}
