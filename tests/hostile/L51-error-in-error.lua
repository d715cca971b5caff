--- L51: memory without end while an error is on its way.
-- expect: limit memory
return {
  name = "hostile",
  check = function()
    local t = setmetatable({}, {
      __index = function(self, key)
        local more = {}
        while true do
          more[#more + 1] = { key, self }
        end
      end,
    })
    pcall(function()
      error(t.x)
    end)
  end,
}
