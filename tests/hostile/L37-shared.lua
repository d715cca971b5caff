--- L37: a part that stands in two places.
-- expect: output text: twice
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function()
    local shared = { text = "twice" }
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = { a = shared, b = shared },
    }
  end,
}
