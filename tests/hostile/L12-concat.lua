--- L12: a range without end.
-- expect: error range too long
return {
  name = "hostile",
  check = function()
    return table.concat({}, "", 1, 1 << 62)
  end,
}
