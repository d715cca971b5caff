--- L43: the input, written to.
-- expect: error xr.spec.count is read-only
return {
  name = "hostile",
  check = function(xr)
    xr.spec.count = 5
  end,
}
