--- L35: keys of every kind.
-- expect: output text: false true -3 1 2.5 10 A a a.b é
-- as: resources/hostile.lua
-- runs: 20
return {
  name = "hostile",
  render = function()
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = (function()
        local seen = {}
        local keys = { 1, a = 1, A = 1, ["a.b"] = 1, ["é"] = 1, [true] = 1, [false] = 1 }
        keys[10], keys[2.5], keys[-3] = 1, 1, 1
        for key in pairs(keys) do
          seen[#seen + 1] = tostring(key)
        end
        return { text = table.concat(seen, " ") }
      end)(),
    }
  end,
}
