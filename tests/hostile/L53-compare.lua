--- L53: comparisons that take long, each one instruction.
-- expect: limit time
-- options: --limit steps=9000000000000000 --limit milliseconds=300ms
return {
  name = "hostile",
  check = function()
    local a, b = ("x"):rep(1 << 20), ("x"):rep((1 << 20) - 1) .. "y"
    local less = 0
    while true do
      if a < b then
        less = less + 1
      end
    end
  end,
}
