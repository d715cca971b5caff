--- L16: what stock Lua has and scripts have not.
-- expect: ok
return {
  name = "hostile",
  check = function()
    local names = {
      "_G", "collectgarbage", "coroutine", "debug", "dofile", "io", "load", "loadfile", "os", "package",
      "rawget", "rawlen", "rawset", "warn", "xpcall",
    }
    for _, name in ipairs(names) do
      local found, message = pcall(function()
        return _ENV[name]
      end)
      assert(not found and message:find("'" .. name .. "' is not available in scripts", 1, true), name)
    end
    local fields = { move = table, dump = string, pack = string, unpack = string, random = math }
    for name, library in pairs(fields) do
      local found, message = pcall(function()
        return library[name]
      end)
      assert(not found and message:find("." .. name .. " is not available in scripts", 1, true), name)
    end
  end,
}
