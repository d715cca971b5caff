--- L18: libraries spoilt for the next render.
-- expect: ok
-- inputs: 3
return {
  name = "hostile",
  check = function()
    assert(("x"):upper() == "X" and math.pi < 4 and table.concat { 1 } == "1" and pairs and print)
    string.upper = nil
    math.pi = 4
    table.concat = error
    pairs = nil
    print = nil
    luxr.digest = nil
  end,
}
