--- L45: the division that overflows.
-- expect: ok
return {
  name = "hostile",
  check = function()
    local least, minus = math.mininteger, -1
    assert(least // minus == least and least % minus == 0)
  end,
}
