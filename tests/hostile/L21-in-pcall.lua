--- L21: memory without end, in pcall.
-- expect: limit memory
return {
  name = "hostile",
  check = function()
    local t = {}
    while true do
      pcall(function()
        for i = 1, 1 << 40 do
          t[#t + 1] = ("x"):rep(100) .. i
        end
      end)
    end
  end,
}
