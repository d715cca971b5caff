--- L53: a text of a megabyte as a number.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    local text = ("1"):rep(1 << 20)
    while true do
      pcall(string.rep, "x", text)
    end
  end,
}
