--- L36: the same, key by key.
-- expect: output text: a.b/c z count labels list text
-- as: resources/hostile.lua
-- runs: 20
return {
  name = "hostile",
  render = function(xr)
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = (function()
        local seen = {}
        for _, map in ipairs { xr.spec.labels, xr.spec } do
          local key = next(map)
          while key do
            seen[#seen + 1] = key
            key = next(map, key)
          end
        end
        return { text = table.concat(seen, " ") }
      end)(),
    }
  end,
}
