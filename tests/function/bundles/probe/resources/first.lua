--- Always there; shows what a script is given.
local function names(values)
  local list = luxr.list {}
  for name in pairs(values) do list[#list + 1] = name end
  return list
end

local function counts(values)
  local counted = {}
  for name, objects in pairs(values) do counted[name] = #objects end
  return counted
end

return {
  name = "first",

  render = function(xr, ctx)
    if xr.spec.failAt == "render" then
      if xr.spec.fail == "nothing" then return nil end
      error "as asked"
    end
    return {
      apiVersion = "v1",
      kind       = "ConfigMap",
      metadata   = { name = "first", annotations = { ["example.org/probe"] = "true" } },
      data       = {
        size        = xr.spec.size,
        parameters  = ctx.decided.probe.parameters,
        environment = ctx.decided.probe.environment,
        observed    = names(ctx.observed),
        required    = counts(ctx.required),
        filler      = xr.spec.filler,
      },
    }
  end,

  ready = function(object)
    return luxr.get(object, "data.ready")
  end,
}
