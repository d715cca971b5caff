--- L15: equal keys: they stay in order, in every process.
-- expect: output text: 10000 in order
-- as: resources/hostile.lua
-- runs: 20
return {
  name = "hostile",
  render = function()
    local t = {}
    for i = 1, 10000 do
      t[i] = { key = i % 3, at = i }
    end
    table.sort(t, function(a, b)
      return a.key < b.key
    end)
    for i = 2, #t do
      assert(t[i - 1].key < t[i].key or t[i - 1].at < t[i].at)
    end
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = { text = #t .. " in order" },
    }
  end,
}
