--- L14: a comparator that raises.
-- expect: error no order
return {
  name = "hostile",
  check = function()
    table.sort({ 2, 1 }, function()
      error("no order")
    end)
  end,
}
