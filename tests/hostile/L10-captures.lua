--- L10: more captures than there may be.
-- expect: error (more than 32 captures)
return {
  name = "hostile",
  check = function()
    return ("a"):find(("()"):rep(33))
  end,
}
