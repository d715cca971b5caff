--- L21: a string that doubles.
-- expect: limit string
return {
  name = "hostile",
  check = function()
    local s = "x"
    while true do
      s = s .. s
    end
  end,
}
