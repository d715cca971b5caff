--- L43: the input, with a metatable.
-- expect: error is read-only
return {
  name = "hostile",
  check = function(xr)
    setmetatable(xr, {})
  end,
}
