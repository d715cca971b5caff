--- L40: what is empty.
-- expect: output map: {}
-- expect: output list: []
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function()
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = { map = {}, list = luxr.list {} },
    }
  end,
}
