--- The model server, run by the vLLM operator.
local names = require "lib.names"
local text  = require "lib.text"

-- Ready alone would turn false for a whole model load at every scale-out.
local serving = 'has(object.status)'
  .. ' && ((has(object.status.modelStatus) && object.status.modelStatus == "Ready")'
  .. ' || (has(object.status.availableReplicas) && object.status.availableReplicas >= 1))'

local function token(secret)
  return secret and { hfTokenSecretName = secret.name, hfTokenKeyName = secret.key }
end

return {
  name     = "vllm-runtime",
  summary  = "Pods that serve the model",
  envelope = { readiness = { policy = "DeriveFromCelQuery", celQuery = serving } },

  when = function(_, ctx)
    if ctx.decided.replicas.workload == "vllm-runtime" then return true end
    return false, "a Deployment runs the model"
  end,

  render = function(xr, ctx)
    local model, runtime = ctx.decided.model, ctx.decided.runtime
    return {
      apiVersion = "production-stack.vllm.ai/v1alpha1",
      kind       = "VLLMRuntime",
      metadata   = names.metadata(xr),
      spec = {
        model = {
          modelURL       = text.literal(xr.spec.model),
          dtype          = model.dtype,
          maxModelLen    = model.maxModelLen,
          hfTokenSecret  = token(xr.spec.huggingFaceSecret),
          enableTool     = model.toolCallParser and true,
          toolCallParser = model.toolCallParser,
        },
        vllmConfig = {
          v1   = true,  -- absent, the operator switches these three off
          port = runtime.port,
          enablePrefixCaching  = not model.pooling,
          enableChunkedPrefill = not model.pooling,
          gpuMemoryUtilization = runtime.gpuMemory,
          tensorParallelSize   = runtime.parallel,
          env       = runtime.env,
          extraArgs = model.arguments,
        },
        autoscalingConfig = ctx.decided.scaling.native,
        deploymentConfig = {
          replicas          = ctx.decided.replicas.count,
          image             = runtime.image,
          resources         = runtime.resources,
          nodeSelectorTerms = runtime.nodeSelectorTerms,
          toleration        = runtime.toleration,
          runtimeClass      = runtime.runtimeClass,
          podAnnotations    = runtime.podAnnotations,
          shmSize           = runtime.shmSize,
        },
      },
    }
  end,
}
