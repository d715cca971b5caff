--- L46: the longest number there is.
-- expect: ok
return {
  name = "hostile",
  check = function()
    assert(#string.format("%99.99f", -1e308) == 410)
  end,
}
