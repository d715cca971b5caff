--- L39: a list with holes.
-- expect: error data
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function()
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = { [1] = "a", [3] = "c" },
    }
  end,
}
