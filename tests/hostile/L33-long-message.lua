--- L33: a message of a megabyte.
-- expect: error ... (cut)
return {
  name = "hostile",
  check = function()
    error(("x"):rep(100000))
  end,
}
