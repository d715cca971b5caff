--- The pods that serve one model, and the picker that chooses among them.
local names = require "lib.names"

return {
  name    = "inference-pool",
  summary = "Pool of model-server pods a Gateway can route to",
  when    = "spec.host",

  -- No readiness of its own: its status appears only once a Gateway refers to it.
  render = function(xr, ctx)
    return {
      apiVersion = "inference.networking.k8s.io/v1",
      kind       = "InferencePool",
      metadata   = names.metadata(xr, ctx.decided.routing.annotations),
      spec = {
        selector    = { matchLabels = { app = names.runtime(xr) } },  -- all that the operator sets
        targetPorts = { { number = ctx.decided.runtime.port } },
        endpointPickerRef = {
          group       = "",
          kind        = "Service",
          name        = names.picker(xr),
          port        = { number = 9002 },
          failureMode = ctx.decided.routing.failureMode,
        },
      },
    }
  end,
}
