--- Who owns the number of replicas: the XR, or an autoscaler. Never both.
local names  = require "lib.names"
local tables = require "lib.tables"

local settings = {
  -- "vllmruntime": KEDA drives VLLMRuntime's /scale (vLLM operator 0.1.11 and newer).
  way = "vllmruntime",

  ways = {
    vllmruntime = {
      apiVersion = "production-stack.vllm.ai/v1alpha1",
      kind       = "VLLMRuntime",
    },
    -- Known and not built: a plain Deployment scaled by KEDA, and VLLMRuntime's own
    -- autoscalingConfig. Each needs its target here and its templates in resources/.
    deployment = false,
    operator   = false,
  },
}

local function built()
  local ways = {}
  for _, way in ipairs(tables.keys(settings.ways)) do
    if settings.ways[way] then ways[#ways + 1] = way end
  end
  return table.concat(ways, ", ")
end

local function check_way(ctx)
  local way = settings.ways[settings.way]
  if way == nil then
    ctx.reject("spec.scaling", "there is no way of scaling called '" .. settings.way
               .. "', only " .. table.concat(tables.keys(settings.ways), ", "))
  elseif not way then
    ctx.reject("spec.scaling", "the way of scaling '" .. settings.way
               .. "' is not built yet, only " .. built())
  end
end

-- The parts of the output that set a number of replicas, by path.
local function owners(docs, ctx)
  local runtime, found = docs["vllm-runtime"], {}
  if luxr.get(runtime, "spec.deploymentConfig.replicas") ~= nil then
    found[#found + 1] = "vllm-runtime: spec.deploymentConfig.replicas"
  end
  if luxr.get(runtime, "spec.autoscalingConfig.enabled") then
    found[#found + 1] = "vllm-runtime: spec.autoscalingConfig.enabled"
  end
  for name, doc in pairs(docs) do
    local kind = doc.kind
    if kind == "ScaledObject" or kind == "HorizontalPodAutoscaler" then
      if luxr.get(doc, "spec.scaleTargetRef.name") == names.runtime(ctx.xr) then
        found[#found + 1] = name .. ": spec.scaleTargetRef"
      end
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
    check_way(ctx)
  end,

  -- With scaling on `count` is absent: the provider would put a written number back at every
  -- poll, and undo what KEDA did. `zero`: the model may sleep.
  decide = function(xr)
    local way, spec = settings.ways[settings.way], xr.spec
    local scaled = spec.scaling.enabled
    return {
      count  = not scaled and spec.minReplicas or nil,
      zero   = scaled and spec.minReplicas == 0,
      target = { apiVersion = way.apiVersion, kind = way.kind, name = names.runtime(xr) },
    }
  end,

  verify = function(docs, ctx)
    local found = owners(docs, ctx)
    if #found == 0 then
      ctx.reject("vllm-runtime: spec.deploymentConfig.replicas",
                 "nothing owns the number of replicas: it is not set, and no autoscaler has it")
    end
    for i = 2, #found do
      ctx.reject(found[i], "owns the number of replicas, and so does " .. found[1],
                 "keep one of the two")
    end
  end,
}
