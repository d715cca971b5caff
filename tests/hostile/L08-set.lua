--- L8: a set as long as half a megabyte, for each character.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    return ("a"):rep(1 << 20):find("[" .. ("b"):rep(1 << 19) .. "]+")
  end,
}
