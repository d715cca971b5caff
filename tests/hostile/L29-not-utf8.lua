--- L29: output that is not UTF-8.
-- expect: error data.text
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function()
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = { text = "\xff\xfe" },
    }
  end,
}
