--- Autoscaling by the vLLM operator itself: VLLMRuntime's autoscalingConfig, and its limits.
local native = {}

local others = "use the way vllmruntime or deployment (the parameter way)"

local function check_metric(metric, rows, ctx)
  local counts = "the vLLM operator counts running requests, " .. rows.requestsRunningThreshold
    .. " a replica, and tokens a second"
  if rows.instead[metric] then
    ctx.warn("spec.scaling.metric", metric .. " is not what scales the model: " .. counts, others)
  else
    ctx.reject("spec.scaling.metric", metric .. " cannot scale the model: " .. counts, others)
  end
end

-- The operator wakes a model by traffic at production-stack's router.
local function check_zero(host, ctx)
  if host then
    ctx.reject("spec.minReplicas", "is 0, and the vLLM operator would not wake the model: it does "
               .. "not see the requests that the endpoint picker holds",
               "set minReplicas to 1, or " .. others)
  else
    ctx.warn("spec.minReplicas", "is 0, and only production-stack's router, which nothing here "
             .. "makes, wakes the model; while it sees traffic, no replica is taken away",
             "set minReplicas to 1, or " .. others)
  end
end

--- Refuses what the operator's autoscaling cannot be told, and warns of what it does instead.
function native.check(xr, rows, ctx)
  check_metric(xr.spec.scaling.metric, rows, ctx)
  if xr.spec.minReplicas == 0 then check_zero(xr.spec.host, ctx) end
end

-- The operator knows one step in each direction, in pods.
local function pace(rule, direction, ctx)
  local step = rule.policies[1]
  if #rule.policies ~= 1 or step.type ~= "Pods" then
    ctx.reject("spec.scaling", "the vLLM operator scales " .. direction .. " by one policy of type "
               .. "Pods, and settings.behavior of the policy scaling has others", others)
  end
  return {
    stabilizationWindowSeconds = rule.stabilizationWindowSeconds,
    podValue      = step.value,
    periodSeconds = step.periodSeconds,
  }
end

--- The autoscalingConfig, of the rows and the behaviour of policies.scaling. All three objects in it
-- are written, always: the operator panics at one that is missing.
function native.config(xr, rows, behavior, delay, ctx)
  local spec = xr.spec
  local down = pace(behavior.scaleDown, "down", ctx)
  down.scaleToZeroDelaySeconds = delay
  return {
    enabled         = true,
    minReplicas     = spec.minReplicas,
    maxReplicas     = spec.maxReplicas,
    pollingInterval = rows.pollingInterval,
    scaleUpPolicy   = pace(behavior.scaleUp, "up", ctx),
    scaleDownPolicy = down,
    triggers = {
      prometheusAddress         = spec.scaling.prometheusAddress,
      requestsRunningThreshold  = rows.requestsRunningThreshold,
      generationTokensThreshold = rows.generationTokensThreshold,
      promptTokensThreshold     = rows.promptTokensThreshold,
    },
  }
end

return native
