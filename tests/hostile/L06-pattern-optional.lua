--- L6: a pattern with 2 to the 28th ways to fail.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    return ("a"):rep(28):find(("a?"):rep(28) .. ("a"):rep(28))
  end,
}
