--- L47: a loop of 2 to the 62nd.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    for _ = 1, 1 << 62 do
    end
  end,
}
