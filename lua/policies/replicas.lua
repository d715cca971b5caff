--- Who owns the number of replicas: the XR, or an autoscaler. Never both.
local names   = require "lib.names"
local nearest = require "lib.nearest"
local tables  = require "lib.tables"

local settings = {
  way = "vllmruntime",  -- where the parameter `way` does not say another

  -- What runs the model, and what an autoscaler turns.
  ways = {
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
    -- Known and not built: VLLMRuntime's own autoscalingConfig.
    operator = false,
  },
}

local function built()
  local ways = {}
  for _, way in ipairs(tables.keys(settings.ways)) do
    if settings.ways[way] then ways[#ways + 1] = way end
  end
  return table.concat(ways, ", ")
end

local function check_way(way, path, ctx)
  local row = settings.ways[way]
  if row then return end
  if row == false then
    ctx.reject(path, "the way of scaling '" .. way .. "' is not built yet, only " .. built())
  else
    local known = tables.keys(settings.ways)
    ctx.reject(path, "there is no way of scaling called '" .. way .. "', only "
               .. table.concat(known, ", "), nearest(way, known))
  end
end

-- Kinds that run pods, and where each says how many.
local field_of = {
  VLLMRuntime = "spec.deploymentConfig.replicas",
  Deployment  = "spec.replicas",
}

-- The parts of the output that set a number of replicas, by path: of what runs the model, of
-- autoscalers, and of whatever else runs pods of its name.
local function owners(docs, workload, field, ctx)
  local doc, found, model = docs[workload], {}, names.runtime(ctx.xr)
  if luxr.get(doc, field) ~= nil then found[#found + 1] = workload .. ": " .. field end
  if workload == "vllm-runtime" and luxr.get(doc, "spec.autoscalingConfig.enabled") then
    found[#found + 1] = workload .. ": spec.autoscalingConfig.enabled"
  end
  for name, other in pairs(docs) do
    local kind = other.kind
    if kind == "ScaledObject" or kind == "HorizontalPodAutoscaler" then
      if luxr.get(other, "spec.scaleTargetRef.name") == model then
        found[#found + 1] = name .. ": spec.scaleTargetRef"
      end
    elseif field_of[kind] and name ~= workload then
      if other.metadata.name == model then found[#found + 1] = name .. ": metadata.name" end
    end
  end
  return found
end

return {
  name     = "replicas",
  summary  = "Gives the number of replicas one owner",
  settings = settings,

  check = function(xr, ctx)
    local spec, way = xr.spec, ctx.parameters.way
    if spec.scaling.enabled and spec.maxReplicas < spec.minReplicas then
      ctx.reject("spec.maxReplicas", "must not be below minReplicas when scaling is enabled",
                 "maxReplicas is " .. spec.maxReplicas .. ", and minReplicas "
                 .. spec.minReplicas)
    end
    check_way(settings.way, "spec.scaling", ctx)
    if type(way) == "string" and way ~= "" then check_way(way, "parameters.way", ctx) end
  end,

  -- With scaling on `count` is absent: the provider would put a written number back at every
  -- poll, and undo what KEDA did. `zero`: the model may sleep.
  decide = function(xr, ctx)
    local way = settings.ways[ctx.decided.parameters.way or settings.way]
    local spec = xr.spec
    local scaled = spec.scaling.enabled
    return {
      workload = way.workload,
      count    = not scaled and spec.minReplicas or nil,
      zero     = scaled and spec.minReplicas == 0,
      target   = { apiVersion = way.apiVersion, kind = way.kind, name = names.runtime(xr) },
    }
  end,

  verify = function(docs, ctx)
    local decided = ctx.decided.replicas
    local field = field_of[decided.target.kind]
    local found = owners(docs, decided.workload, field, ctx)
    if #found == 0 then
      ctx.reject(decided.workload .. ": " .. field,
                 "nothing owns the number of replicas: it is not set, and no autoscaler has it")
    end
    for i = 2, #found do
      ctx.reject(found[i], "owns the number of replicas, and so does " .. found[1],
                 "keep one of the two")
    end
  end,
}
