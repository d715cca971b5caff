--- L32: an error without a value.
-- expect: error
return {
  name = "hostile",
  check = function()
    error()
  end,
}
