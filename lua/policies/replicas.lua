--- Who owns the number of replicas: the XR, or an autoscaler. Never both.
local names    = require "lib.names"
local profiles = require "lib.profiles"
local tables   = require "lib.tables"

local settings = {
  profile = "vllmruntime",  -- where the parameter `way` does not say another

  -- What runs the model, and what an autoscaler turns.
  profiles = {
    -- KEDA drives VLLMRuntime's /scale (vLLM operator 0.1.11 and newer).
    vllmruntime = {
      workload   = "vllm-runtime",
      apiVersion = "production-stack.vllm.ai/v1alpha1",
      kind       = "VLLMRuntime",
    },
    -- KEDA drives a Deployment of the same pod: no operator, or one that is too old.
    deployment = {
      workload   = "model-deployment",
      apiVersion = "apps/v1",
      kind       = "Deployment",
    },
    -- The operator drives its own VLLMRuntime, by an autoscaler that it makes (0.1.11 and newer).
    operator = {
      workload   = "vllm-runtime",
      apiVersion = "production-stack.vllm.ai/v1alpha1",
      kind       = "VLLMRuntime",
      native     = true,
    },
  },
}

-- Kinds that run pods, and where each says how many.
local field_of = {
  VLLMRuntime = "spec.deploymentConfig.replicas",
  Deployment  = "spec.replicas",
}

local autoscalers = { ScaledObject = true, HorizontalPodAutoscaler = true }

local concerned = tables.merge(field_of, autoscalers)

local count_of = {}
for kind, field in pairs(field_of) do count_of[kind] = luxr.getter(field) end

local name_of      = luxr.getter "metadata.name"
local target_of    = luxr.getter "spec.scaleTargetRef.name"
local scales_alone = luxr.getter "spec.autoscalingConfig.enabled"

-- The parts of the output that set a number of replicas, by path: of what runs the model, of
-- autoscalers, and of whatever else runs pods of its name.
local function owners(docs, workload, kind, ctx)
  local doc, found, model = docs[workload], {}, names.runtime(ctx.xr)
  if count_of[kind](doc) ~= nil then found[#found + 1] = workload .. ": " .. field_of[kind] end
  if workload == "vllm-runtime" and scales_alone(doc) then
    found[#found + 1] = workload .. ": spec.autoscalingConfig.enabled"
  end
  for name, other in pairs(luxr.where(docs, "kind", concerned)) do
    if autoscalers[other.kind] then
      if target_of(other) == model then found[#found + 1] = name .. ": spec.scaleTargetRef" end
    elseif name ~= workload and name_of(other) == model then
      found[#found + 1] = name .. ": metadata.name"
    end
  end
  return found
end

return {
  name     = "replicas",
  summary  = "Gives the number of replicas one owner",
  settings = settings,

  check = function(xr, ctx)
    local spec = xr.spec
    if spec.scaling.enabled and spec.maxReplicas < spec.minReplicas then
      ctx.reject("spec.maxReplicas", "must not be below minReplicas when scaling is enabled",
                 "maxReplicas is " .. spec.maxReplicas .. ", and minReplicas "
                 .. spec.minReplicas)
    end
  end,

  -- With scaling on `count` is absent: the provider would put a written number back at every
  -- poll, and undo what KEDA did. `zero`: the model may sleep. `native`: the operator scales it.
  decide = function(xr, ctx)
    local way = profiles.pick(settings, "way of scaling", ctx.decided.parameters.way, "way",
                              "spec.scaling", ctx)
    local spec = xr.spec
    local scaled = spec.scaling.enabled
    return {
      workload = way.workload,
      count    = not scaled and spec.minReplicas or nil,
      zero     = scaled and spec.minReplicas == 0,
      native   = scaled and way.native or nil,
      target   = { apiVersion = way.apiVersion, kind = way.kind, name = names.runtime(xr) },
    }
  end,

  verify = function(docs, ctx)
    local decided = ctx.decided.replicas
    local workload, kind = decided.workload, decided.target.kind
    local found = owners(docs, workload, kind, ctx)
    if #found == 0 then
      ctx.reject(workload .. ": " .. field_of[kind],
                 "nothing owns the number of replicas: it is not set, and no autoscaler has it")
    end
    for i = 2, #found do
      ctx.reject(found[i], "owns the number of replicas, and so does " .. found[1],
                 "keep one of the two")
    end
  end,
}
