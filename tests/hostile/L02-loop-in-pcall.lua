--- L2: an endless loop in pcall, again and again.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    while true do
      pcall(function()
        while true do
        end
      end)
    end
  end,
}
