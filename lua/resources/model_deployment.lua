--- The model server, run by Kubernetes alone: the pod that the vLLM operator would make.
local server = require "lib.server"

-- Also asleep, at zero: then there is nothing to wait for.
local serving = "has(object.status)"
  .. " && ((has(object.status.availableReplicas) && object.status.availableReplicas >= 1)"
  .. " || (has(object.status.observedGeneration)"
  .. " && has(object.spec.replicas) && object.spec.replicas == 0))"

local function shm(size)
  return size and {
    { name = server.shm, emptyDir = { medium = "Memory", sizeLimit = size } },
  }
end

return {
  name     = "model-deployment",
  summary  = "Pods that serve the model, without an operator",
  envelope = { readiness = { policy = "DeriveFromCelQuery", celQuery = serving } },

  when = function(_, ctx)
    if ctx.decided.replicas.workload == "model-deployment" then return true end
    return false, "a VLLMRuntime runs the model"
  end,

  render = function(xr, ctx)
    local decided = ctx.decided
    local pods, runtime = server.pods(xr), decided.runtime
    local choice = runtime.deployment
    return {
      apiVersion = "apps/v1",
      kind       = "Deployment",
      metadata   = server.metadata(xr),
      spec = {
        replicas = decided.replicas.count,
        strategy = choice.strategy,
        progressDeadlineSeconds = choice.deadline,
        selector = { matchLabels = pods },  -- can never change, so no other label is in it
        template = {
          metadata = { labels = pods, annotations = runtime.podAnnotations },
          spec = {
            automountServiceAccountToken = false,
            enableServiceLinks = false,  -- else every Service of the namespace sets variables
            runtimeClassName   = runtime.runtimeClass,
            affinity = {
              nodeAffinity = {
                requiredDuringSchedulingIgnoredDuringExecution = {
                  nodeSelectorTerms = runtime.nodeSelectorTerms,
                },
              },
            },
            tolerations = runtime.toleration,
            containers  = { server.container(xr, decided) },
            volumes     = shm(choice.shm),
          },
        },
      },
    }
  end,
}
