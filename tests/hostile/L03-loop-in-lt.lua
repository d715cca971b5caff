--- L3: an endless loop in __lt, while sorting.
-- expect: limit steps
return {
  name = "hostile",
  check = function()
    local meta = {
      __lt = function()
        while true do
        end
      end,
    }
    table.sort { setmetatable({}, meta), setmetatable({}, meta) }
  end,
}
