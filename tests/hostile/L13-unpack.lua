--- L13: more results than a stack holds.
-- expect: error too many results to unpack
return {
  name = "hostile",
  check = function()
    return table.unpack({}, 1, 1e8)
  end,
}
