--- L5: a string that no memory holds.
-- expect: limit string
return {
  name = "hostile",
  check = function()
    string.rep("x", 1 << 40)
  end,
}
