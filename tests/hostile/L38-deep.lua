--- L38: a manifest that is too deep.
-- expect: error
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function()
    local data = {}
    for _ = 1, 70 do
      data = { data = data }
    end
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = data,
    }
  end,
}
