--- L46: a format of 200 zeros.
-- expect: error invalid conversion
return {
  name = "hostile",
  check = function()
    return string.format("%" .. ("0"):rep(200) .. "d", 1)
  end,
}
