--- L22: a text that asks for itself.
-- expect: error C stack overflow
return {
  name = "hostile",
  check = function()
    local meta = {}
    meta.__tostring = function(self)
      return tostring(self)
    end
    tostring(setmetatable({}, meta))
  end,
}
