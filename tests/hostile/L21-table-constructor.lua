--- L21: one large table after the other.
-- expect: limit memory
return {
  name = "hostile",
  check = function()
    while true do
      local _ = table.pack(table.unpack({}, 1, 60000))
    end
  end,
}
