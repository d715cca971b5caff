--- L16: luck.
-- expect: error math.random is not available in scripts
return {
  name = "hostile",
  check = function()
    return math.random()
  end,
}
