--- L41: a function as a value.
-- expect: error data.value
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function()
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = { value = print },
    }
  end,
}
