--- L17: a field of the metatable of all strings.
-- expect: error attempt to index a boolean value
return {
  name = "hostile",
  check = function()
    getmetatable("").x = 1
  end,
}
