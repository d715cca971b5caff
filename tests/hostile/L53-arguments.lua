--- L53: a call that copies 60,000 values, again and again.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    local function count(...)
      return select("#", ...)
    end
    while true do
      count(table.unpack({}, 1, 60000))
    end
  end,
}
