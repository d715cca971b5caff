--- L45: division by zero.
-- expect: error attempt to
return {
  name = "hostile",
  check = function()
    local zero = 0
    return 1 // zero
  end,
}
