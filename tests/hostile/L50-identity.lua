--- L50: two manifests of one object.
-- expect: error
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function(xr)
    return { apiVersion = "v1", kind = "ConfigMap", metadata = { name = xr.metadata.name } }
  end,
}
