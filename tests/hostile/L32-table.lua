--- L32: an error that is a table.
-- expect: error an error value of type table
return {
  name = "hostile",
  check = function()
    error {}
  end,
}
