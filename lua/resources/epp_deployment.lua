--- The endpoint picker: chooses a pod for each request that the Gateway asks it about.
local names  = require "lib.names"
local picker = require "lib.picker"

local available = "has(object.status) && has(object.status.availableReplicas)"
  .. " && object.status.availableReplicas >= 1"

return {
  name     = "epp-deployment",
  summary  = "Endpoint picker",
  when     = "spec.host",
  envelope = { readiness = { policy = "DeriveFromCelQuery", celQuery = available } },

  render = function(xr, ctx)
    local name, pods, choice = names.picker(xr), picker.pods(xr), ctx.decided.picker
    return {
      apiVersion = "apps/v1",
      kind       = "Deployment",
      metadata   = picker.metadata(xr),
      spec = {
        replicas = 1,
        strategy = { type = "Recreate" },  -- two pickers would each know half of the queue
        selector = { matchLabels = pods },
        template = {
          metadata = {
            labels      = pods,
            annotations = { [picker.digest] = choice.digest },
          },
          spec = {
            serviceAccountName = name,
            terminationGracePeriodSeconds = 130,
            containers = { picker.container(xr, choice) },
            volumes    = {
              { name = picker.volume, configMap = { name = name } },
            },
          },
        },
      },
    }
  end,
}
