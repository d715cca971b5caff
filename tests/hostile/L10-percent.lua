--- L10: a pattern that is not whole.
-- expect: error malformed pattern 'a%'
return {
  name = "hostile",
  check = function()
    return ("a"):find("a%")
  end,
}
