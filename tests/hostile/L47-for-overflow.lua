--- L47: a loop that ends at the greatest integer.
-- expect: ok
return {
  name = "hostile",
  check = function()
    local count = 0
    for _ = math.maxinteger - 3, math.maxinteger do
      count = count + 1
    end
    assert(count == 4)
  end,
}
