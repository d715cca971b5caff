--- L3: an endless loop in __tostring.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    local t = setmetatable({}, {
      __tostring = function()
        while true do
        end
      end,
    })
    print(t)
  end,
}
