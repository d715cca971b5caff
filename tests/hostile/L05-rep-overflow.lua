--- L5: a string whose size overflows.
-- expect: limit string
return {
  name = "hostile",
  check = function()
    string.rep("abc", math.maxinteger, "xyz")
  end,
}
