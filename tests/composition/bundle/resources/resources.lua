--- Each resource of the answer. It is ready when it is observed and the answer says so.
local function wanted(ctx)
  local response = ctx.parameters.response
  return response and response.desired and response.desired.resources or {}
end

return {
  name    = "resources",
  summary = "What the answer wants",

  each = function(_, ctx)
    local all = {}
    for name, resource in pairs(wanted(ctx)) do
      all[name] = { name = name, object = resource.resource }
    end
    return all
  end,

  render = function(_, _, item)
    return {
      apiVersion = "v1",
      kind       = "Echo",
      metadata   = { name = item.name },
      object     = item.object,
    }
  end,

  ready = function(object, ctx)
    local name  = object.metadata.annotations["crossplane.io/composition-resource-name"]
    local ready = wanted(ctx)[name].ready
    if ready == "READY_TRUE" then return true end
    if ready == "READY_FALSE" then return false end
  end,
}
