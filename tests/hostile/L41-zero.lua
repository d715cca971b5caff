--- L41: minus zero as a value.
-- expect: ok
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function()
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = { value = -0.0 },
    }
  end,
}
