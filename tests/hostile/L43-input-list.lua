--- L43: the input, sorted.
-- expect: error is read-only
return {
  name = "hostile",
  check = function(xr)
    table.sort(xr.spec.list)
  end,
}
