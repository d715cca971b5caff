--- L46: a number in a form that depends on the machine.
-- expect: error string.format does not offer '%a'
return {
  name = "hostile",
  check = function()
    return string.format("%a", 1)
  end,
}
