--- L15: a length that is a lie, sorted.
-- expect: ok
return {
  name = "hostile",
  check = function()
    table.sort(setmetatable({ 2, 1 }, {
      __len = function()
        return 2147483646
      end,
    }))
  end,
}
