--- Has Prometheus scrape the endpoint picker: at zero replicas there is no other signal.
local names = require "lib.names"

return {
  name    = "epp-service-monitor",
  summary = "Scraping of the endpoint picker, where a model may sleep at zero",

  when = function(xr)
    if xr.spec.host == nil then return false, "spec.host is not set" end
    if not xr.spec.scaling.enabled then return false, "spec.scaling.enabled is false" end
    if xr.spec.minReplicas > 0 then return false, "spec.minReplicas is not 0" end
    return true
  end,

  render = function(xr, ctx)
    local monitoring = ctx.decided.monitoring
    return {
      apiVersion = "monitoring.coreos.com/v1",
      kind       = "ServiceMonitor",
      metadata   = {
        name      = names.picker(xr),
        namespace = names.namespace(xr),
        labels    = monitoring.labels,
      },
      spec = {
        selector  = { matchLabels = { ["app.kubernetes.io/name"] = names.picker(xr) } },
        endpoints = {
          {
            port     = "http-metrics",
            path     = "/metrics",
            interval = monitoring.pickerInterval,
          },
        },
      },
    }
  end,
}
