--- L34: a table as text.
-- expect: error invalid value (at index 1, a table)
return {
  name = "hostile",
  check = function()
    return table.concat { {} }
  end,
}
