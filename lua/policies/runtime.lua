--- What runs a model: image, resources, the operator's traps, and what it would have chosen.
local pools = require "lib.pools"

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

  -- Of memory at /dev/shm, where the processes of several GPUs meet: a container has 64 MiB. For a
  -- Deployment, and for an operator that has the field; a row shmSize says it for all.
  shmPerGpu = "2Gi",

  -- Absent, so that the one manifest is accepted from operator 0.1.10 to head; policies.operator
  -- knows who has the field, and refuses it elsewhere.
  runtimeClass   = nil,  -- which operators that have it default to nvidia themselves
  podAnnotations = nil,
  shmSize        = nil,

  -- What the operator would choose, or better, where a Deployment takes its place.
  deployment = {
    command = { "/opt/venv/bin/vllm", "serve" },  -- where the image has it

    -- Seconds that a pod may take beyond its model's load before it is started again, and that its
    -- node and its image may take before that: a rollout is not called failed for either.
    spare = 300,
    node  = 600,

    -- A rolling update adds a pod before it takes one away. So many GPUs are taken to be there for
    -- it; a larger pod would wait for ever on a full pool, so it makes room first.
    surge   = 1,
    rolling = { type = "RollingUpdate", rollingUpdate = { maxSurge = 1, maxUnavailable = 0 } },
    full    = { type = "Recreate" },

    -- The image runs as root, so this is less than the restricted Pod Security level.
    securityContext = {
      allowPrivilegeEscalation = false,
      capabilities   = { drop = { "ALL" } },
      seccompProfile = { type = "RuntimeDefault" },
    },
  },
}

-- More than one GPU: one process each, which CUDA does not survive being forked into.
local function parallel(gpu)
  if gpu == 1 then return {} end
  return { size = gpu, env = { { name = "VLLM_WORKER_MULTIPROC_METHOD", value = "spawn" } } }
end

local function shm_of(gpu, model)
  if settings.shmSize ~= nil then return settings.shmSize end
  if model.shmSize ~= nil then return model.shmSize end
  if gpu > 1 then return luxr.quantities.multiply(settings.shmPerGpu, gpu) end
end

-- What of it the operator can be told.
local function operator_shm(gpu, model, ctx)
  local operator = ctx.decided.operator
  if operator.fields.shmSize then return shm_of(gpu, model) end
  if model.shmSize ~= nil and ctx.decided.replicas.workload == "vllm-runtime" then
    ctx.note("/dev/shm has a container's 64 MiB, not the " .. model.shmSize
             .. " that the model wants: the vLLM operator " .. operator.profile .. " has no shmSize")
  end
  return settings.shmSize
end

-- What only a pod without an operator needs to be told.
local function plain_pod(gpu, model)
  local rows = settings.deployment
  local load = model.load + rows.spare
  return {
    command         = rows.command,
    load            = load,
    deadline        = load + rows.node,
    strategy        = gpu <= rows.surge and rows.rolling or rows.full,
    shm             = shm_of(gpu, model),
    securityContext = rows.securityContext,
  }
end

local function check_deployment(doc, ctx)
  if doc == nil then return end
  for key in pairs(luxr.get(doc, "spec.selector.matchLabels") or {}) do
    if key ~= "app" then
      ctx.reject("model-deployment: spec.selector.matchLabels", "must be app alone, not " .. key
                 .. ": a selector can never change", "label the Object or the pods instead")
    end
  end
  if luxr.get(doc, "spec.strategy.type") == "Recreate"
     and luxr.get(doc, "spec.strategy.rollingUpdate") ~= nil then
    ctx.reject("model-deployment: spec.strategy.rollingUpdate",
               "must be absent where the strategy is Recreate: Kubernetes refuses both")
  end
end

-- What the operator reads through, without looking whether it is there.
local function check_autoscaling(config, ctx)
  for _, part in ipairs { "scaleUpPolicy", "scaleDownPolicy", "triggers" } do
    if type(config[part]) ~= "table" then
      ctx.reject("vllm-runtime: spec.autoscalingConfig." .. part,
                 "must be written, if only as {}: the operator panics without it")
    end
  end
end

local first_term    = luxr.getter "spec.deploymentConfig.nodeSelectorTerms[0]"
local runtime_class = luxr.getter "spec.deploymentConfig.runtimeClass"
local cache_enabled = luxr.getter "spec.lmCacheConfig.enabled"
local autoscaling   = luxr.getter "spec.autoscalingConfig"

local quantities = {
  cpu    = luxr.getter "spec.deploymentConfig.resources.cpu",
  memory = luxr.getter "spec.deploymentConfig.resources.memory",
}

local function canonical(doc, field, ctx)
  local quantity = quantities[field](doc)
  if quantity and luxr.quantities.canonical(quantity) ~= quantity then
    ctx.reject("vllm-runtime: spec.deploymentConfig.resources." .. field,
               quantity .. " must be written " .. luxr.quantities.canonical(quantity)
               .. ": the operator compares texts, and would update for ever")
  end
end

local function check_runtime(doc, ctx)
  if doc.metadata.labels ~= nil then
    ctx.reject("vllm-runtime: metadata.labels",
               "must be absent: the operator puts labels into a selector that cannot change",
               "label the Object instead (ctx.object.labels)")
  end
  if cache_enabled(doc) == false then
    ctx.reject("vllm-runtime: spec.lmCacheConfig",
               "must be absent when it is off: the operator would update for ever")
  end
  if first_term(doc) == nil then
    ctx.reject("vllm-runtime: spec.deploymentConfig.nodeSelectorTerms",
               "must hold a term, if a neutral one: the operator panics without any")
  end
  if runtime_class(doc) == "" then
    ctx.reject("vllm-runtime: spec.deploymentConfig.runtimeClass",
               "must not be empty text: Kubernetes refuses the pod")
  end
  local config = autoscaling(doc)
  if config ~= nil then check_autoscaling(config, ctx) end
  canonical(doc, "cpu", ctx)
  canonical(doc, "memory", ctx)
end

return {
  name     = "runtime",
  summary  = "Chooses image and resources; refuses what the operator trips over",
  settings = settings,

  decide = function(xr, ctx)
    local gpu, model = xr.spec.gpu, ctx.decided.model
    local several, nodes = parallel(gpu), ctx.decided.nodes
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
      nodeSelectorTerms = pools.terms(settings.nodeSelectorTerms, nodes.labels),
      toleration        = pools.tolerations(settings.toleration, nodes.taints),
      runtimeClass      = settings.runtimeClass,
      podAnnotations    = pools.annotations(nodes.annotations, settings.podAnnotations),
      shmSize           = operator_shm(gpu, model, ctx),
      deployment        = ctx.decided.replicas.workload == "model-deployment"
                          and plain_pod(gpu, model) or nil,
    }
  end,

  verify = function(docs, ctx)
    local doc = docs["vllm-runtime"]
    if doc ~= nil then return check_runtime(doc, ctx) end
    check_deployment(docs["model-deployment"], ctx)
  end,
}
