--- L32: an error whose text never ends.
-- expect: error an error value of type table
return {
  name = "hostile",
  check = function()
    error(setmetatable({}, {
      __tostring = function()
        while true do
        end
      end,
    }))
  end,
}
