--- Where the model answers inside its cluster, and what Prometheus finds its pods by: the operator
-- would make the same, without the label.
local server = require "lib.server"

return {
  name    = "model-service",
  summary = "Address of the model, without an operator",

  when = function(_, ctx)
    if ctx.decided.replicas.workload == "model-deployment" then return true end
    return false, "a VLLMRuntime runs the model"
  end,

  render = function(xr)
    return {
      apiVersion = "v1",
      kind       = "Service",
      metadata   = server.metadata(xr),
      spec = {
        type     = "ClusterIP",
        selector = server.pods(xr),
        ports    = {
          {
            name       = "http",
            protocol   = "TCP",
            port       = 80,
            targetPort = "http",
          },
        },
      },
    }
  end,
}
