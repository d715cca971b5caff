--- What runs a model: image, resources, and the operator's traps.
local settings = {
  image = { registry = "docker.io", name = "lmcache/vllm-openai:v0.3.13" },

  cpuPerGpu    = 2,
  memoryPerGpu = "8Gi",
  gpuMemory    = "0.9",  -- the share of a GPU's memory that vLLM takes
  port         = 8000,   -- the operator's default

  -- Neutral, and required: without any the operator panics at every reconcile (0.1.9 to head).
  nodeSelectorTerms = {
    { matchExpressions = { { key = "kubernetes.io/os", operator = "In", values = { "linux" } } } },
  },

  -- GPU pools on EKS and AKS are tainted so.
  toleration = { { key = "nvidia.com/gpu", operator = "Exists", effect = "NoSchedule" } },

  -- Absent, so that the one manifest is accepted from operator 0.1.10 to head: a field that the
  -- installed CRD does not declare fails the whole server-side apply.
  runtimeClass   = nil,  -- 0.1.12 and newer, which default it to nvidia themselves
  podAnnotations = nil,  -- 0.1.12 and newer
  shmSize        = nil,  -- head only
}

-- More than one GPU: one process each, which CUDA does not survive being forked into.
local function parallel(gpu)
  if gpu == 1 then return {} end
  return { size = gpu, env = { { name = "VLLM_WORKER_MULTIPROC_METHOD", value = "spawn" } } }
end

local function canonical(resources, field, ctx)
  local quantity = resources and resources[field]
  if quantity and luxr.quantities.canonical(quantity) ~= quantity then
    ctx.reject("vllm-runtime: spec.deploymentConfig.resources." .. field,
               quantity .. " must be written " .. luxr.quantities.canonical(quantity)
               .. ": the operator compares texts, and would update for ever")
  end
end

return {
  name     = "runtime",
  summary  = "Chooses image and resources; refuses what the operator trips over",
  settings = settings,

  decide = function(xr, ctx)
    local gpu, model = xr.spec.gpu, ctx.decided.model
    local several = parallel(gpu)
    return {
      image     = settings.image,
      gpuMemory = settings.gpuMemory,
      port      = settings.port,
      parallel  = several.size,
      env       = several.env,
      resources = {
        cpu    = tostring(settings.cpuPerGpu * gpu),
        memory = model.memory or luxr.quantities.multiply(settings.memoryPerGpu, gpu),
        gpu    = tostring(gpu),
      },
      nodeSelectorTerms = settings.nodeSelectorTerms,
      toleration        = settings.toleration,
      runtimeClass      = settings.runtimeClass,
      podAnnotations    = settings.podAnnotations,
      shmSize           = settings.shmSize,
    }
  end,

  verify = function(docs, ctx)
    local doc = docs["vllm-runtime"]
    if doc == nil then return end
    if doc.metadata.labels ~= nil then
      ctx.reject("vllm-runtime: metadata.labels",
                 "must be absent: the operator puts labels into a selector that cannot change",
                 "label the Object instead (ctx.object.labels)")
    end
    if luxr.get(doc, "spec.lmCacheConfig.enabled") == false then
      ctx.reject("vllm-runtime: spec.lmCacheConfig",
                 "must be absent when it is off: the operator would update for ever")
    end
    local deployment = luxr.get(doc, "spec.deploymentConfig", {})
    if next(deployment.nodeSelectorTerms or {}) == nil then
      ctx.reject("vllm-runtime: spec.deploymentConfig.nodeSelectorTerms",
                 "must hold a term, if a neutral one: the operator panics without any")
    end
    if deployment.runtimeClass == "" then
      ctx.reject("vllm-runtime: spec.deploymentConfig.runtimeClass",
                 "must not be empty text: Kubernetes refuses the pod")
    end
    canonical(deployment.resources, "cpu", ctx)
    canonical(deployment.resources, "memory", ctx)
  end,
}
