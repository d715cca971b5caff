--- L22: recursion without end, caught and begun again.
-- expect: limit memory
return {
  name = "hostile",
  check = function()
    local function again()
      return 1 + again()
    end
    while true do
      pcall(again)
    end
  end,
}
