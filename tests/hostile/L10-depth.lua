--- L10: more choices than there may be.
-- expect: error (too complex)
return {
  name = "hostile",
  check = function()
    return ("a"):rep(300):find(("a?"):rep(300))
  end,
}
