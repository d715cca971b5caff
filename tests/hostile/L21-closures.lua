--- L21: functions without end.
-- expect: limit memory
return {
  name = "hostile",
  check = function()
    local last
    while true do
      local before = last
      last = function()
        return before
      end
    end
  end,
}
