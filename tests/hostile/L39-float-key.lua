--- L39: a key that is no name.
-- expect: error data
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function()
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = { [1.5] = "a" },
    }
  end,
}
