--- L9: a replacement a hundred times its match.
-- expect: limit string
return {
  name = "hostile",
  check = function()
    return ("x"):rep(1 << 20):gsub("", ("y"):rep(100))
  end,
}
