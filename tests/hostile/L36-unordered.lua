--- L36: a key that has no order.
-- expect: error a table with a table as a key has no order
return {
  name = "hostile",
  check = function()
    for _ in pairs { [{}] = 1 } do
    end
  end,
}
