--- L22: recursion without end.
-- expect: limit memory
return {
  name = "hostile",
  check = function()
    local function again()
      return 1 + again()
    end
    again()
  end,
}
