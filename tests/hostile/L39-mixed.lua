--- L39: a list that is a map as well.
-- expect: error data
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function()
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = { "a", b = "c" },
    }
  end,
}
