--- L8: the same, match by match.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    for _ in ("a"):rep(1 << 20):gmatch(".-.-b") do
    end
  end,
}
