--- L38: more output than a render may make.
-- expect: error are larger than 8388608 bytes together
-- as: resources/hostile.lua
local text = ("x"):rep(1000000)
return {
  name = "hostile",
  each = function()
    return { a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, i = 9 }
  end,
  render = function(xr, ctx, item)
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "item-" .. item },
      data = { text = text },
    }
  end,
}
