--- L34: an address asked for.
-- expect: error string.format does not offer '%p'
return {
  name = "hostile",
  check = function()
    return ("%p"):format({})
  end,
}
