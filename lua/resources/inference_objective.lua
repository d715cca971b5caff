--- How much the model's traffic matters when its pool is full.
local names = require "lib.names"

return {
  name    = "inference-objective",
  summary = "Priority of requests that name it in a header",
  when    = "spec.host",

  render = function(xr, ctx)
    return {
      apiVersion = ctx.decided.picker.objectives,
      kind       = "InferenceObjective",
      metadata   = names.metadata(xr),
      spec = {
        priority = ctx.decided.criticality.priority,
        poolRef  = {
          group = "inference.networking.k8s.io",
          kind  = "InferencePool",
          name  = names.runtime(xr),
        },
      },
    }
  end,
}
