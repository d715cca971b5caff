--- L50: two resources of one name.
-- expect: error
-- as: resources/hostile.lua
return {
  name = "plain",
  render = function()
    return { apiVersion = "v1", kind = "ConfigMap", metadata = { name = "other" } }
  end,
}
