--- Hands the number of replicas to KEDA.
local names = require "lib.names"

return {
  name     = "scaled-object",
  summary  = "Autoscaler of the model",
  envelope = { readiness = { policy = "DeriveFromObject" } },

  when = function(xr, ctx)
    if not xr.spec.scaling.enabled then return false, "spec.scaling.enabled is false" end
    if ctx.decided.replicas.native then return false, "the vLLM operator scales the model" end
    return true
  end,

  render = function(xr, ctx)
    local scaling = ctx.decided.scaling
    return {
      apiVersion = "keda.sh/v1alpha1",
      kind       = "ScaledObject",
      metadata   = names.metadata(xr),  -- the operator deletes any <name>-scaledobject
      spec = {
        scaleTargetRef        = ctx.decided.replicas.target,
        pollingInterval       = scaling.polling,
        initialCooldownPeriod = scaling.cooldown,
        cooldownPeriod        = scaling.cooldown,
        minReplicaCount       = xr.spec.minReplicas,
        maxReplicaCount       = xr.spec.maxReplicas,
        fallback              = scaling.fallback,
        advanced = { horizontalPodAutoscalerConfig = { behavior = scaling.behavior } },
        triggers = scaling.triggers,
      },
    }
  end,
}
