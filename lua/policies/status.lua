--- What an XR says about itself, from the manifests as they live on the target cluster. What
-- was not seen yet is unknown, never false.
local names    = require "lib.names"
local observed = require "lib.observed"

local settings = {
  -- True where models run in the cluster of Crossplane itself: then it can be asked for their pods,
  -- and they say what they wait for. Of another cluster only the manifests that we made are seen.
  pods = false,

  -- Labels of the Objects that hold the pods of another cluster, where the platform keeps an
  -- ObservedObjectCollection of them; docs/node-autoscaling.md has one.
  podObjects = nil,

  -- A resource that holds GPUs for the next replica, where an overlay has one.
  spare = nil,
}

local status_of     = luxr.getter "status"
local conditions_of = luxr.getter "status.conditions"
local parents_of    = luxr.getter "status.parents"
local health_of     = luxr.getter "status.health"
local scaler        = "status.atProvider.manifest.status.conditions"
local is_active     = luxr.getter(scaler .. "[type=Active].status")
local is_ready      = luxr.getter(scaler .. "[type=Ready].status")

local function condition(kind, status, reason, message)
  return { type = kind, status = status, reason = reason, message = message }
end

-- ": why", or nothing where nobody says why.
local function because(found)
  local why = found.message or ""
  return why ~= "" and ": " .. why or ""
end

-- nil once the manifest was seen, else the condition `about` that says what is missing.
local function unseen(objects, name, kind, about)
  if observed.live(objects, name) ~= nil then return nil end
  local synced = observed.condition(conditions_of(objects[name]), "Synced")
  if synced ~= nil and synced.status == "False" then
    return condition(about, "Unknown", kind .. "NotApplied",
                     kind .. " was not applied to the target cluster" .. because(synced))
  end
  return condition(about, "Unknown", kind .. "NotObserved",
                   kind .. " was not seen on the target cluster yet")
end

-- ---- fields -------------------------------------------------------------------------------

local function runtime_fields(status)
  local known = status.modelStatus ~= nil  -- the operator leaves a number out when it is 0
  return {
    modelStatus       = status.modelStatus,
    replicas          = status.replicas or known and 0 or nil,
    availableReplicas = status.availableReplicas or known and 0 or nil,
  }
end

-- What the operator makes of the same Deployment.
local function model_status(status, wanted)
  local missing = status.unavailableReplicas or 0
  if missing == 0 then return (status.availableReplicas or 0) == wanted and "Ready" or "Unknown" end
  return (status.updatedReplicas or 0) > 0 and "Updating" or "NotReady"
end

local function deployment_fields(status, live)
  if status.observedGeneration == nil then return {} end  -- no controller has seen it yet
  return {
    modelStatus       = model_status(status, luxr.get(live, "spec.replicas", 1)),
    replicas          = status.replicas or 0,
    availableReplicas = status.availableReplicas or 0,
  }
end

-- How many replicas are wanted now, whoever said so last. Both defaults are 1.
local function wanted(live, workload)
  local field = workload == "vllm-runtime" and "spec.deploymentConfig.replicas" or "spec.replicas"
  return luxr.get(live, field, 1)
end

local function model_fields(objects, workload)
  local live   = observed.live(objects, workload)
  local status = status_of(live) or {}
  local fields = workload == "vllm-runtime" and runtime_fields(status)
                 or deployment_fields(status, live)
  if fields.availableReplicas ~= nil then
    fields.waitingReplicas = math.max(0, wanted(live, workload) - fields.availableReplicas)
  end
  return fields
end

-- A wildcard is not a place to send a request to.
local function endpoint(host)
  if host ~= nil and not host:find("*", 1, true) then return "https://" .. host end
end

-- Not active only means that there is no load now.
local function scaling_fields(objects, xr, replicas)
  if not xr.spec.scaling.enabled then return nil end
  if replicas.native then return { trigger = "running-requests" } end
  return { trigger = xr.spec.scaling.metric,
           active  = observed.truth(is_active(objects["scaled-object"])) }
end

-- ---- RoutingReady -------------------------------------------------------------------------

local verdicts = {
  { type = "Accepted", refused = " is not accepted by Gateway " },
  { type = "ResolvedRefs", refused = " has references that do not resolve at Gateway " },
}

-- A route's or pool's status has one entry for each Gateway that looked at it.
local function refused_by(objects, name, kind, gateway)
  for _, parent in ipairs(parents_of(observed.live(objects, name)) or {}) do
    for _, verdict in ipairs(verdicts) do
      local found = observed.condition(parent.conditions, verdict.type)
      if found ~= nil and found.status == "False" then
        return condition("RoutingReady", "False", kind .. (found.reason or verdict.type),
                         kind .. verdict.refused .. gateway .. because(found))
      end
    end
  end
end

local function is_accepted(objects)
  for _, parent in ipairs(parents_of(observed.live(objects, "http-route")) or {}) do
    local found = observed.condition(parent.conditions, "Accepted")
    if found ~= nil and found.status == "True" then return true end
  end
  return false
end

-- nil while the Deployment has no status. A status leaves the number out when it is 0.
local function pickers(objects)
  local status = status_of(observed.live(objects, "epp-deployment"))
  if status ~= nil and next(status) ~= nil then return status.availableReplicas or 0 end
end

local function down(objects)
  if pickers(objects) == 0 then
    return condition("RoutingReady", "False", "EndpointPickerUnavailable",
                     "the endpoint picker has no available pod, so no request gets past the Gateway")
  end
end

local function pending(objects, gateway)
  if not is_accepted(objects) then
    return condition("RoutingReady", "Unknown", "HTTPRoutePending",
                     "HTTPRoute has no answer from Gateway " .. gateway .. " yet")
  end
  if pickers(objects) == nil then
    return condition("RoutingReady", "Unknown", "EndpointPickerPending",
                     "the endpoint picker has no status yet")
  end
end

-- What is false comes before what is unknown.
local function routing(objects, xr, gateway)
  if xr.spec.host == nil then return nil end
  return refused_by(objects, "http-route", "HTTPRoute", gateway)
      or refused_by(objects, "inference-pool", "InferencePool", gateway)
      or down(objects)
      or unseen(objects, "http-route", "HTTPRoute", "RoutingReady")
      or unseen(objects, "inference-pool", "InferencePool", "RoutingReady")
      or unseen(objects, "epp-deployment", "EndpointPicker", "RoutingReady")
      or pending(objects, gateway)
      or condition("RoutingReady", "True", "Routed",
                   "Gateway " .. gateway .. " routes " .. xr.spec.host .. " to the model")
end

-- ---- ScalingReady -------------------------------------------------------------------------

-- What refuses, in the order of what explains most. A ScaledObject with a fallback stays Ready
-- while Prometheus is gone, so Ready alone says little.
local faults = {
  { type = "Ready", status = "False", reason = "ScaledObjectNotReady",
    sentence = "KEDA cannot use the ScaledObject" },
  { type = "Fallback", status = "True", reason = "Fallback",
    sentence = "KEDA keeps the fallback replicas, because it cannot read a trigger" },
  { type = "HPAActive", status = "False", reason = "HPAInactive",
    sentence = "the autoscaler that KEDA made does not act" },
}

for _, fault in ipairs(faults) do
  fault.status_of = luxr.getter(scaler .. "[type=" .. fault.type .. "].status")
end

local function fault_of(object, live)
  for _, fault in ipairs(faults) do
    if fault.status_of(object) == fault.status then
      local found = observed.condition(conditions_of(live), fault.type)
      return condition("ScalingReady", "False", fault.reason, fault.sentence .. because(found))
    end
  end
  for name, health in pairs(health_of(live) or {}) do
    if health.status == "Failing" then
      return condition("ScalingReady", "False", "MetricFailing", "KEDA cannot read the metric " .. name
                       .. ": look at the query and at spec.scaling.prometheusAddress")
    end
  end
end

-- The operator gives up each look at a VLLMRuntime that has more replicas than it may, so that its
-- own autoscaler is never told of the new maximum.
local function stuck(objects, xr)
  local live = observed.live(objects, "vllm-runtime")
  local replicas, most = luxr.get(live, "spec.deploymentConfig.replicas", 0), xr.spec.maxReplicas
  if replicas <= most then return nil end
  return condition("ScalingReady", "False", "MoreThanMaxReplicas",
                   "the vLLM operator stops while " .. replicas .. " replicas are more than "
                   .. "spec.maxReplicas, " .. most .. ": scale the VLLMRuntime down by hand")
end

-- The operator's own autoscaler is no object of ours, and a VLLMRuntime says nothing of it.
local function native(objects, xr)
  return unseen(objects, "vllm-runtime", "VLLMRuntime", "ScalingReady")
      or stuck(objects, xr)
      or condition("ScalingReady", "Unknown", "OperatorScales",
                   "the vLLM operator scales the model by its own ScaledObject "
                   .. xr.metadata.name .. "-scaledobject: look there")
end

local function scaling(objects, xr, replicas)
  if not xr.spec.scaling.enabled then return nil end
  if replicas.native then return native(objects, xr) end
  local missing = unseen(objects, "scaled-object", "ScaledObject", "ScalingReady")
  if missing then return missing end
  local fault = fault_of(objects["scaled-object"], observed.live(objects, "scaled-object"))
  if fault then return fault end
  if is_ready(objects["scaled-object"]) ~= "True" then
    return condition("ScalingReady", "Unknown", "ScaledObjectPending",
                     "KEDA has not looked at the ScaledObject yet")
  end
  return condition("ScalingReady", "True", "Scaling",
                   "KEDA scales the model by " .. xr.spec.scaling.metric)
end

-- ---- NodesReady ---------------------------------------------------------------------------

-- "1 replica waits", "2 replicas wait".
local function replicas_that(count, one, many)
  if count == 1 then return "1 replica " .. one end
  return count .. " replicas " .. many
end

-- Kubernetes refuses the pods themselves, a quota for one.
local function refused_pods(live, waiting)
  local failure = observed.condition(conditions_of(live), "ReplicaFailure")
  if failure ~= nil and failure.status == "True" then
    return condition("NodesReady", "False", "PodsRefused",
                     replicas_that(waiting, "has", "have") .. " no pod" .. because(failure))
  end
end

local function loading(waiting, how)
  return condition("NodesReady", "True", "Loading",
                   replicas_that(waiting, "has its node and does", "have their nodes and do")
                   .. " not serve yet: " .. how)
end

-- Asked for at the cluster of Crossplane, or at the provider's Objects; nil where nobody asks.
local function pods_wanted(xr)
  if settings.pods then
    return { apiVersion = "v1", kind = "Pod", namespace = names.namespace(xr),
             matchLabels = { app = names.runtime(xr) } }
  elseif settings.podObjects then
    return { apiVersion = "kubernetes.m.crossplane.io/v1alpha1", kind = "Object",
             namespace = xr.metadata.namespace, matchLabels = settings.podObjects }
  end
end

-- An Object holds any pod of its cluster.
local function is_ours(pod, xr)
  return luxr.get(pod, "metadata.labels.app") == names.runtime(xr)
     and luxr.get(pod, "metadata.namespace") == names.namespace(xr)
end

-- What the scheduler wrote into the pods; nil where nobody asked for them, or no answer came yet.
local function seen_pods(required, waiting, xr)
  local pods = pods_wanted(xr) and required.pods
  if pods == nil then return nil end
  local count, why = 0, nil
  for _, one in ipairs(pods) do
    local pod = luxr.get(one, "status.atProvider.manifest") or one
    local found = is_ours(pod, xr)
                  and observed.condition(conditions_of(pod), "PodScheduled") or nil
    if found ~= nil and found.status == "False" and found.reason == "Unschedulable" then
      count, why = count + 1, why or found
    end
  end
  if count == 0 then return loading(waiting, "no pod waits for one") end
  return condition("NodesReady", "False", "WaitingForNodes",
                   replicas_that(count, "waits", "wait") .. " for GPU nodes" .. because(why))
end

-- A replica without a node takes that of a spare at once. So while a spare runs nobody waits, and
-- where none runs no GPU is free.
local function seen_spare(objects, waiting)
  local live = settings.spare and observed.live(objects, settings.spare)
  local status = status_of(live) or {}
  if status.observedGeneration == nil then return nil end
  if (status.availableReplicas or 0) > 0 then
    return loading(waiting, "the spare runs, whose node one without would have taken")
  end
  return condition("NodesReady", "False", "WaitingForNodes",
                   replicas_that(waiting, "waits", "wait") .. " for GPU nodes, or "
                   .. (waiting == 1 and "loads" or "load")
                   .. " on that of the spare: no GPU is free, and the spare waits for a node")
end

local function nodes(objects, fields, workload, ctx)
  local kind = workload == "vllm-runtime" and "VLLMRuntime" or "Deployment"
  local missing = unseen(objects, workload, kind, "NodesReady")
  if missing then return missing end
  local waiting, live = fields.waitingReplicas, observed.live(objects, workload)
  if waiting == nil then
    return condition("NodesReady", "Unknown", "ReplicasUnknown", "the replicas were not counted yet")
  elseif waiting == 0 then
    return condition("NodesReady", "True", "NoneWaits", "no replica waits for a node")
  end
  return refused_pods(live, waiting)
      or seen_pods(ctx.required, waiting, ctx.xr)
      or seen_spare(objects, waiting)
      or condition("NodesReady", "Unknown", "WaitingOrLoading",
                   replicas_that(waiting, "waits", "wait") .. " for GPU nodes, or "
                   .. (waiting == 1 and "loads" or "load")
                   .. " the model: only the pods say which")
end

return {
  name     = "status",
  summary  = "Writes the XR's status and conditions from what is observed",
  settings = settings,

  requires = function(xr)
    local pods = pods_wanted(xr)
    return pods and { pods = pods }
  end,

  status = function(objects, ctx)
    local xr, conditions = ctx.xr, luxr.list {}
    local replicas = ctx.decided.replicas
    local fields = model_fields(objects, replicas.workload)
    fields.endpoint = endpoint(xr.spec.host)
    fields.scaling  = scaling_fields(objects, xr, replicas)
    conditions[#conditions + 1] = routing(objects, xr, ctx.decided.routing.gateway.name)
    conditions[#conditions + 1] = scaling(objects, xr, replicas)
    conditions[#conditions + 1] = nodes(objects, fields, replicas.workload, ctx)
    return { status = fields, conditions = conditions }
  end,
}
