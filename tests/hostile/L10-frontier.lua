--- L10: a pattern that is not whole.
-- expect: error malformed pattern '%f'
return {
  name = "hostile",
  check = function()
    return ("a"):find("%f")
  end,
}
