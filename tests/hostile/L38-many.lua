--- L38: more manifests than a render may make.
-- expect: error more than 1000
-- as: resources/hostile.lua
return {
  name = "hostile",
  each = function()
    local items = {}
    for i = 1, 1001 do
      items["item-" .. i] = i
    end
    return items
  end,
  render = function(xr, ctx, item)
    return { apiVersion = "v1", kind = "ConfigMap", metadata = { name = "item-" .. item } }
  end,
}
