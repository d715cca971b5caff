--- L3: an endless loop in a metamethod.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    local t = setmetatable({}, {
      __index = function()
        while true do
        end
      end,
    })
    return t.x
  end,
}
