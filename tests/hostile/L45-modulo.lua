--- L45: remainder of a division by zero.
-- expect: error attempt to perform
return {
  name = "hostile",
  check = function()
    local zero = 0
    return 1 % zero
  end,
}
