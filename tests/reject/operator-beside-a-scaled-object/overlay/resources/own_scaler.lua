--- A second autoscaler, as an overlay could add it.
return {
  name    = "own-scaler",
  summary = "Autoscaler of a team's own",

  render = function(xr)
    return {
      apiVersion = "keda.sh/v1alpha1",
      kind       = "ScaledObject",
      metadata   = { name = "own", namespace = xr.metadata.namespace },
      spec = {
        scaleTargetRef = {
          apiVersion = "production-stack.vllm.ai/v1alpha1",
          kind       = "VLLMRuntime",
          name       = xr.metadata.name,
        },
        minReplicaCount = 1,
        triggers = { { type = "cron", metadata = { desiredReplicas = "2" } } },
      },
    }
  end,
}
