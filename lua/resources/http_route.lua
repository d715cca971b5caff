--- The way from the Gateway to the pool.
local names = require "lib.names"

local accepted = 'has(object.status) && has(object.status.parents)'
  .. ' && object.status.parents.exists(p, has(p.conditions)'
  .. ' && p.conditions.exists(c, c.type == "Accepted" && c.status == "True"))'

local everything = { { path = { type = "PathPrefix", value = "/" } } }

return {
  name     = "http-route",
  summary  = "Route from the Gateway to the pool",
  when     = "spec.host",
  envelope = { readiness = { policy = "DeriveFromCelQuery", celQuery = accepted } },

  render = function(xr, ctx)
    local routing = ctx.decided.routing
    local gateway = routing.gateway
    return {
      apiVersion = "gateway.networking.k8s.io/v1",
      kind       = "HTTPRoute",
      metadata   = names.metadata(xr),
      spec = {
        parentRefs = {
          {
            group     = "gateway.networking.k8s.io",
            kind      = "Gateway",
            name      = gateway.name,
            namespace = gateway.namespace,
          },
        },
        hostnames = { xr.spec.host },
        rules = {
          {
            matches     = everything,
            backendRefs = {
              {  -- the pool knows its ports
                group  = "inference.networking.k8s.io",
                kind   = "InferencePool",
                name   = names.runtime(xr),
                weight = 1,
              },
            },
            timeouts = routing.timeouts,
          },
        },
      },
    }
  end,
}
