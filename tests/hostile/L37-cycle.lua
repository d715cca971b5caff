--- L37: a manifest that holds itself.
-- expect: error
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function()
    local data = {}
    data.data = data
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = data,
    }
  end,
}
