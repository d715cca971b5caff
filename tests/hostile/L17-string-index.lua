--- L17: the methods of all strings, taken away.
-- expect: error attempt to index a boolean value
return {
  name = "hostile",
  check = function()
    getmetatable("").__index = nil
  end,
}
