--- L14: a comparator that sorts, without end.
-- expect: error C stack overflow
return {
  name = "hostile",
  check = function()
    local function compare()
      table.sort({ 2, 1 }, compare)
    end
    compare()
  end,
}
