--- L10: a pattern that is not whole.
-- expect: error malformed pattern '%b'
return {
  name = "hostile",
  check = function()
    return ("a"):find("%b")
  end,
}
