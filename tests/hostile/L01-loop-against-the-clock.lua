--- L1: an endless loop that has all the steps there are.
-- expect: limit time
-- options: --limit steps=9000000000000000 --limit milliseconds=300ms
return {
  name = "hostile",
  check = function()
    while true do
    end
  end,
}
