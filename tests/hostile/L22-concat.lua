--- L22: a concatenation that asks for itself.
-- expect: error stack overflow
return {
  name = "hostile",
  check = function()
    local meta = {}
    meta.__concat = function(a, b)
      return a .. b
    end
    return setmetatable({}, meta) .. "x"
  end,
}
