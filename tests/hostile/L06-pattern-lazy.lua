--- L6: a pattern that tries every way to split its subject.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    return ("a"):rep(26):find(("a-"):rep(26) .. "b")
  end,
}
