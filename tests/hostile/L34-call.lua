--- L34: a table called.
-- expect: error attempt to call a table value
return {
  name = "hostile",
  check = function(xr)
    xr()
  end,
}
