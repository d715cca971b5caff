--- L16: a global of its own.
-- expect: error global 'counter' is assigned (write 'local counter')
return {
  name = "hostile",
  check = function()
    counter = 1
  end,
}
