--- L1: an endless loop.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    while true do
    end
  end,
}
