--- Has Prometheus scrape the model's pods, under the job name that the triggers ask for.
local names = require "lib.names"

return {
  name    = "service-monitor",
  summary = "Scraping of the model's metrics",

  when = function(xr, ctx)
    if ctx.decided.monitoring.always or xr.spec.scaling.enabled then return true end
    return false, "spec.scaling.enabled is false"
  end,

  render = function(xr, ctx)
    local monitoring = ctx.decided.monitoring
    return {
      apiVersion = "monitoring.coreos.com/v1",
      kind       = "ServiceMonitor",
      metadata   = {
        name      = names.runtime(xr),
        namespace = names.namespace(xr),
        labels    = monitoring.labels,
      },
      spec = {
        selector  = {},  -- the operator's Service has no labels: it is kept by its name
        endpoints = {
          {
            port        = "http",
            path        = "/metrics",
            interval    = monitoring.interval,
            relabelings = {
              {
                action       = "keep",
                sourceLabels = { "__meta_kubernetes_service_name" },
                regex        = names.runtime(xr),
              },
            },
          },
        },
      },
    }
  end,
}
