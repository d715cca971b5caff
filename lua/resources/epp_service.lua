--- Where the Gateway asks the endpoint picker, and Prometheus reads its metrics.
local picker = require "lib.picker"

local ports = {
  {
    name       = "grpc-ext-proc",
    protocol   = "TCP",
    port       = 9002,
    targetPort = 9002,
  },
  {
    name       = "http-metrics",
    protocol   = "TCP",
    port       = 9090,
    targetPort = 9090,
  },
}

return {
  name    = "epp-service",
  summary = "Address of the endpoint picker",
  when    = "spec.host",

  render = function(xr)
    return {
      apiVersion = "v1",
      kind       = "Service",
      metadata   = picker.metadata(xr),
      spec = {
        type     = "ClusterIP",
        selector = picker.pods(xr),
        ports    = ports,
      },
    }
  end,
}
