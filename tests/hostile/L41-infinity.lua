--- L41: infinity as a value.
-- expect: error data.value
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function()
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = { value = -1 / 0 },
    }
  end,
}
