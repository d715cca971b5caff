--- L8: a plain search for almost what is there, everywhere.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    return ("a"):rep(1 << 20):find(("a"):rep(1 << 19) .. "b", 1, true)
  end,
}
