--- Names that one manifest gives to another must lead there: no API server checks any of them.
local names  = require "lib.names"
local promql = require "lib.promql"
local tables = require "lib.tables"

local pool_group = "inference.networking.k8s.io"

-- Whether both ends are there. A missing `target` is a mistake, a missing `name` is not.
local function linked(docs, ctx, name, target)
  if docs[name] == nil then return false end
  if docs[target] ~= nil then return true end
  ctx.reject(name, "refers to " .. target .. ", which is not rendered",
             "remove both, or neither")
  return false
end

-- One side of a link: what `path` of a manifest says, and what it has to be.
local function same(docs, ctx, name, path, target, expected)
  local found = luxr.get(docs[name], path)
  if found ~= expected then
    ctx.reject(name .. ": " .. path, tostring(found) .. " leads nowhere: " .. target .. " has "
               .. tostring(expected))
  end
end

-- The same where `path` has to say the target's name.
local function named(docs, ctx, name, path, target)
  same(docs, ctx, name, path, target, docs[target].metadata.name)
end

local function covers(docs, ctx, name, path, target, labels)
  if not tables.covers(labels, luxr.get(docs[name], path)) then
    ctx.reject(name .. ": " .. path, "selects nothing: " .. target .. " has other labels")
  end
end

local function has_port(ports, field, wanted)
  for _, port in ipairs(ports or {}) do
    if port[field] == wanted then return true end
  end
  return false
end

local function check_route(docs, ctx)
  if not linked(docs, ctx, "http-route", "inference-pool") then return end
  local backend = "spec.rules[0].backendRefs[0]."
  named(docs, ctx, "http-route", backend .. "name", "inference-pool")
  same(docs, ctx, "http-route", backend .. "group", "inference-pool", pool_group)
  same(docs, ctx, "http-route", backend .. "kind", "inference-pool", "InferencePool")
end

local function check_objective(docs, ctx)
  if linked(docs, ctx, "inference-objective", "inference-pool") then
    named(docs, ctx, "inference-objective", "spec.poolRef.name", "inference-pool")
  end
end

-- The labels of the model's pods: the operator sets `app: <name>`, and nothing else.
local function pods(docs, workload)
  local doc = docs[workload]
  if workload == "vllm-runtime" then return { app = doc.metadata.name } end
  return luxr.get(doc, "spec.template.metadata.labels")
end

-- Where each says which port it serves on.
local port_of = {
  ["vllm-runtime"]     = "spec.vllmConfig.port",
  ["model-deployment"] = "spec.template.spec.containers[0].ports[0].containerPort",
}

local function check_pool(docs, ctx, workload)
  if linked(docs, ctx, "inference-pool", workload) then
    covers(docs, ctx, "inference-pool", "spec.selector.matchLabels", workload,
           pods(docs, workload))
    same(docs, ctx, "inference-pool", "spec.targetPorts[0].number", workload,
         luxr.get(docs[workload], port_of[workload]))
  end
  if linked(docs, ctx, "inference-pool", "epp-service") then
    local at = "spec.endpointPickerRef."
    named(docs, ctx, "inference-pool", at .. "name", "epp-service")
    local port = luxr.get(docs["inference-pool"], at .. "port.number")
    if not has_port(luxr.get(docs["epp-service"], "spec.ports"), "port", port) then
      ctx.reject("inference-pool: " .. at .. "port.number", tostring(port)
                 .. " leads nowhere: epp-service has no such port")
    end
  end
end

local function check_picker(docs, ctx)
  local labels = luxr.get(docs["epp-deployment"], "spec.template.metadata.labels")
  if linked(docs, ctx, "epp-service", "epp-deployment") then
    covers(docs, ctx, "epp-service", "spec.selector", "epp-deployment", labels)
  end
  if linked(docs, ctx, "epp-deployment", "epp-service-account") then
    named(docs, ctx, "epp-deployment", "spec.template.spec.serviceAccountName",
          "epp-service-account")
  end
  if linked(docs, ctx, "epp-deployment", "epp-config") then
    named(docs, ctx, "epp-deployment", "spec.template.spec.volumes[0].configMap.name",
          "epp-config")
  end
  if tables.covers(labels, luxr.get(docs["inference-pool"], "spec.selector.matchLabels")) then
    ctx.reject("epp-deployment: spec.template.metadata.labels",
               "the picker's pods would join the pool: inference-pool selects them")
  end
end

local function check_bindings(docs, ctx)
  for _, role in ipairs { "epp-pod-reader", "epp-pool-reader" } do
    local binding = role .. "-binding"
    if linked(docs, ctx, binding, role) then named(docs, ctx, binding, "roleRef.name", role) end
  end
end

-- Without an operator the model's Service is ours.
local function check_server(docs, ctx, workload)
  if not linked(docs, ctx, "model-service", workload) then return end
  covers(docs, ctx, "model-service", "spec.selector", workload, pods(docs, workload))
  local port = luxr.get(docs["model-service"], "spec.ports[0].targetPort")
  if not has_port(luxr.get(docs[workload], "spec.template.spec.containers[0].ports"), "name",
                  port) then
    ctx.reject("model-service: spec.ports[0].targetPort", tostring(port) .. " leads nowhere: "
               .. workload .. " has no such port")
  end
end

-- The operator calls the Service it makes as the runtime.
local function check_monitors(docs, ctx, workload)
  local caller = workload == "vllm-runtime" and workload or "model-service"
  if linked(docs, ctx, "service-monitor", caller) then
    named(docs, ctx, "service-monitor", "spec.endpoints[0].relabelings[0].regex", caller)
  end
  if linked(docs, ctx, "epp-service-monitor", "epp-service") then
    local service = docs["epp-service"]
    covers(docs, ctx, "epp-service-monitor", "spec.selector.matchLabels", "epp-service",
           service.metadata.labels)
    local port = luxr.get(docs["epp-service-monitor"], "spec.endpoints[0].port")
    if not has_port(luxr.get(service, "spec.ports"), "name", port) then
      ctx.reject("epp-service-monitor: spec.endpoints[0].port", tostring(port)
                 .. " leads nowhere: epp-service has no such port")
    end
  end
end

-- The jobs that Prometheus will know, and the monitor that makes each.
local function jobs(xr)
  return {
    ["job=" .. promql.quote(names.runtime(xr))] = "service-monitor",
    ["job=" .. promql.quote(names.picker(xr))]  = "epp-service-monitor",
  }
end

-- Every series that a query reads must come from a monitor of ours, in our namespace.
local function check_query(query, at, docs, ctx, known, namespace)
  for labels in query:gmatch("{(.-)}") do
    local monitor = known[labels:match('job="[^"]*"')]
    if monitor == nil then
      ctx.reject(at, "no monitor makes the job that the query asks for in {" .. labels .. "}")
    elseif docs[monitor] == nil then
      ctx.reject(at, "the query needs what " .. monitor .. " scrapes, and that is not rendered")
    elseif not labels:find(namespace, 1, true) then
      ctx.reject(at, "the query must ask for " .. namespace
                 .. ": another namespace may have a job of this name")
    end
  end
end

local function check_scaler(docs, ctx, workload)
  if not linked(docs, ctx, "scaled-object", workload) then return end
  local scaler, target, at = docs["scaled-object"], docs[workload], "spec.scaleTargetRef."
  named(docs, ctx, "scaled-object", at .. "name", workload)
  same(docs, ctx, "scaled-object", at .. "kind", workload, target.kind)
  same(docs, ctx, "scaled-object", at .. "apiVersion", workload, target.apiVersion)
  local known, namespace = jobs(ctx.xr), "namespace=" .. promql.quote(names.namespace(ctx.xr))
  for i, trigger in ipairs(luxr.get(scaler, "spec.triggers") or {}) do
    local query = luxr.get(trigger, "metadata.query")
    if type(query) == "string" then
      check_query(query, "scaled-object: spec.triggers[" .. i - 1 .. "].metadata.query", docs, ctx,
                  known, namespace)
    end
  end
end

return {
  name    = "references",
  summary = "Refuses manifests that refer to what is not there",

  verify = function(docs, ctx)
    local workload = ctx.decided.replicas.workload
    check_route(docs, ctx)
    check_objective(docs, ctx)
    check_pool(docs, ctx, workload)
    check_picker(docs, ctx)
    check_bindings(docs, ctx)
    check_server(docs, ctx, workload)
    check_monitors(docs, ctx, workload)
    check_scaler(docs, ctx, workload)
  end,
}
