--- The model server's pod, without an operator: its labels, flags and one container.
local names = require "lib.names"
local text  = require "lib.text"

local server = { shm = "shm" }

--- What the operator's pods carry, so that pool, Service and monitors fit either.
function server.pods(xr)
  return { app = names.runtime(xr) }
end

--- Metadata of its Deployment and Service.
function server.metadata(xr)
  local name = names.runtime(xr)
  return {
    name      = name,
    namespace = names.namespace(xr),
    labels    = { ["app.kubernetes.io/name"] = name },
  }
end

local function option(list, flag, value)
  if value == nil then return end
  list[#list + 1] = flag
  list[#list + 1] = tostring(value)
end

local function switch(list, name, on)
  list[#list + 1] = (on and "--enable-" or "--no-enable-") .. name
end

--- What VLLMRuntime's fields are to vLLM; docs/llminference.md has the table.
function server.arguments(xr, model, runtime)
  local list = { text.literal(xr.spec.model), "--host", "0.0.0.0" }
  option(list, "--port", runtime.port)
  if model.toolCallParser then list[#list + 1] = "--enable-auto-tool-choice" end
  option(list, "--tool-call-parser", model.toolCallParser)
  switch(list, "chunked-prefill", not model.pooling)
  switch(list, "prefix-caching", not model.pooling)
  option(list, "--max-model-len", model.maxModelLen)
  option(list, "--dtype", model.dtype)
  option(list, "--tensor-parallel-size", runtime.parallel)
  option(list, "--gpu-memory-utilization", runtime.gpuMemory)
  for _, argument in ipairs(model.arguments or {}) do list[#list + 1] = argument end
  return list
end

--- Its environment: the token last, as the operator has it.
function server.environment(xr, runtime)
  local list, secret = { { name = "VLLM_USE_V1", value = "1" } }, xr.spec.huggingFaceSecret
  for _, variable in ipairs(runtime.env or {}) do list[#list + 1] = variable end
  if secret then
    list[#list + 1] = {
      name      = "HF_TOKEN",
      valueFrom = { secretKeyRef = { name = secret.name, key = secret.key } },
    }
  end
  return list
end

local function probe(timing)
  timing.httpGet = { path = "/health", port = "http" }
  return timing
end

-- Asked every ten seconds, for as long as a load may take.
local function start(load)
  return probe { periodSeconds = 10, timeoutSeconds = 5, failureThreshold = (load + 9) // 10 }
end

local function resources(wanted)
  local amounts = { cpu = wanted.cpu, memory = wanted.memory, ["nvidia.com/gpu"] = wanted.gpu }
  return { requests = amounts, limits = amounts }
end

--- The container, of what policies.model and policies.runtime decided.
function server.container(xr, decided)
  local runtime = decided.runtime
  local choice, image = runtime.deployment, runtime.image
  return {
    name            = "vllm",
    image           = image.registry .. "/" .. image.name,
    imagePullPolicy = "IfNotPresent",
    command         = choice.command,
    args            = server.arguments(xr, decided.model, runtime),
    env             = server.environment(xr, runtime),
    resources       = resources(runtime.resources),
    ports           = { { name = "http", containerPort = runtime.port } },
    -- It answers when the model is loaded; the other two wait for that.
    startupProbe    = start(choice.load),
    readinessProbe  = probe { periodSeconds = 10, timeoutSeconds = 5 },
    livenessProbe   = probe { periodSeconds = 20, timeoutSeconds = 5, failureThreshold = 10 },
    securityContext = choice.securityContext,
    volumeMounts    = choice.shm and { { name = server.shm, mountPath = "/dev/shm" } },
  }
end

return server
