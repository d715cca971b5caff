--- One for each item of spec.many.
return {
  name = "many",

  when = function(xr)
    if xr.spec.many ~= nil then return true end
    return false, "spec.many is not set"
  end,

  each = function(xr)
    return xr.spec.many
  end,

  render = function(_, _, item)
    return {
      apiVersion = "v1",
      kind       = "ConfigMap",
      metadata   = { name = item.name, annotations = { ["example.org/probe"] = "true" } },
      data       = { filler = ("x"):rep(item.size or 0) },
    }
  end,
}
