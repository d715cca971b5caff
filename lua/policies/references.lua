--- Names that one manifest gives to another must lead there: no API server checks any of them.
local names = require "lib.names"

local pool_group = "inference.networking.k8s.io"

-- A field: its path, as errors say it, and what reads it.
local function at(path)
  return { path = path, of = luxr.getter(path) }
end

local backend = {
  name  = at "spec.rules[0].backendRefs[0].name",
  group = at "spec.rules[0].backendRefs[0].group",
  kind  = at "spec.rules[0].backendRefs[0].kind",
}

local pool = {
  selector   = at "spec.selector.matchLabels",
  port       = at "spec.targetPorts[0].number",
  picker     = at "spec.endpointPickerRef.name",
  pickerPort = at "spec.endpointPickerRef.port.number",
}

local picker = {
  account = at "spec.template.spec.serviceAccountName",
  config  = at "spec.template.spec.volumes[0].configMap.name",
}

local monitor = {
  service  = at "spec.endpoints[0].relabelings[0].regex",
  selector = at "spec.selector.matchLabels",
  port     = at "spec.endpoints[0].port",
}

local scaled = {
  name       = at "spec.scaleTargetRef.name",
  kind       = at "spec.scaleTargetRef.kind",
  apiVersion = at "spec.scaleTargetRef.apiVersion",
}

local objective_pool = at "spec.poolRef.name"
local role           = at "roleRef.name"
local selector       = at "spec.selector"
local target_port    = at "spec.ports[0].targetPort"

local name_of     = luxr.getter "metadata.name"
local labels_of   = luxr.getter "metadata.labels"
local pods_of     = luxr.getter "spec.template.metadata.labels"
local triggers_of = luxr.getter "spec.triggers"
local query_of    = luxr.getter "metadata.query"

-- Where what runs the model says which port it serves on.
local port_of = {
  ["vllm-runtime"]     = luxr.getter "spec.vllmConfig.port",
  ["model-deployment"] = luxr.getter "spec.template.spec.containers[0].ports[0].containerPort",
}

local has_port      = luxr.finder "spec.ports[].port"
local has_port_name = luxr.finder "spec.ports[].name"
local pods_name     = luxr.finder "spec.template.spec.containers[0].ports[].name"

-- Both ends, where they are there. A missing `target` is a mistake, a missing `name` is not.
local function linked(docs, ctx, name, target)
  local doc, to = docs[name], docs[target]
  if doc == nil or to ~= nil then return doc, to end
  ctx.reject(name, "refers to " .. target .. ", which is not rendered",
             "remove both, or neither")
end

-- One side of a link: what a field says, and what it has to be.
local function same(doc, field, ctx, name, target, expected)
  local found = field.of(doc)
  if found ~= expected then
    ctx.reject(name .. ": " .. field.path, tostring(found) .. " leads nowhere: " .. target
               .. " has " .. tostring(expected))
  end
end

local function covers(doc, field, ctx, name, target, labels)
  if not luxr.covers(labels, field.of(doc)) then
    ctx.reject(name .. ": " .. field.path, "selects nothing: " .. target .. " has other labels")
  end
end

local function no_port(ctx, name, field, port, target)
  ctx.reject(name .. ": " .. field.path, tostring(port) .. " leads nowhere: " .. target
             .. " has no such port")
end

-- A link that says the target's name, and no more.
local function named(docs, field, ctx, name, target)
  local doc, to = linked(docs, ctx, name, target)
  if doc then same(doc, field, ctx, name, target, name_of(to)) end
end

local function check_route(docs, ctx)
  local name, target = "http-route", "inference-pool"
  local doc, to = linked(docs, ctx, name, target)
  if doc == nil then return end
  same(doc, backend.name, ctx, name, target, name_of(to))
  same(doc, backend.group, ctx, name, target, pool_group)
  same(doc, backend.kind, ctx, name, target, "InferencePool")
end

-- The labels of the model's pods: the operator sets `app: <name>`, and nothing else.
local function pods(doc, workload)
  if workload == "vllm-runtime" then return { app = name_of(doc) } end
  return pods_of(doc)
end

local function check_pool(docs, ctx, workload)
  local name = "inference-pool"
  local doc, server = linked(docs, ctx, name, workload)
  if doc then
    covers(doc, pool.selector, ctx, name, workload, pods(server, workload))
    same(doc, pool.port, ctx, name, workload, port_of[workload](server))
  end
  local _, service = linked(docs, ctx, name, "epp-service")
  if doc and service then
    same(doc, pool.picker, ctx, name, "epp-service", name_of(service))
    local port = pool.pickerPort.of(doc)
    if not has_port(service, port) then
      no_port(ctx, name, pool.pickerPort, port, "epp-service")
    end
  end
end

local function check_picker(docs, ctx)
  local doc = docs["epp-deployment"]
  local labels = pods_of(doc)
  local service = linked(docs, ctx, "epp-service", "epp-deployment")
  if service then covers(service, selector, ctx, "epp-service", "epp-deployment", labels) end
  named(docs, picker.account, ctx, "epp-deployment", "epp-service-account")
  named(docs, picker.config, ctx, "epp-deployment", "epp-config")
  if luxr.covers(labels, pool.selector.of(docs["inference-pool"])) then
    ctx.reject("epp-deployment: spec.template.metadata.labels",
               "the picker's pods would join the pool: inference-pool selects them")
  end
end

-- Without an operator the model's Service is ours.
local function check_server(docs, ctx, workload)
  local name = "model-service"
  local doc, server = linked(docs, ctx, name, workload)
  if doc == nil then return end
  covers(doc, selector, ctx, name, workload, pods(server, workload))
  local port = target_port.of(doc)
  if not pods_name(server, port) then no_port(ctx, name, target_port, port, workload) end
end

-- The operator calls the Service it makes as the runtime.
local function check_monitors(docs, ctx, workload)
  named(docs, monitor.service, ctx, "service-monitor",
        workload == "vllm-runtime" and workload or "model-service")
  local name = "epp-service-monitor"
  local doc, service = linked(docs, ctx, name, "epp-service")
  if doc then
    covers(doc, monitor.selector, ctx, name, "epp-service", labels_of(service))
    local port = monitor.port.of(doc)
    if not has_port_name(service, port) then
      no_port(ctx, name, monitor.port, port, "epp-service")
    end
  end
end

-- Which monitor of ours makes a job; nil for any other.
local function monitor_of(job, xr)
  if job == names.runtime(xr) then return "service-monitor" end
  if job == names.picker(xr) then return "epp-service-monitor" end
end

-- Every series that a query reads must come from a monitor of ours, in our namespace.
local function check_query(query, place, docs, ctx)
  local xr = ctx.xr
  local namespace = 'namespace="' .. names.namespace(xr) .. '"'
  for labels in query:gmatch "{(.-)}" do
    local maker = monitor_of(labels:match 'job="([^"]*)"', xr)
    if maker == nil then
      ctx.reject(place, "no monitor makes the job that the query asks for in {" .. labels .. "}")
    elseif docs[maker] == nil then
      ctx.reject(place, "the query needs what " .. maker .. " scrapes, and that is not rendered")
    elseif not labels:find(namespace, 1, true) then
      ctx.reject(place, "the query must ask for " .. namespace
                 .. ": another namespace may have a job of this name")
    end
  end
end

local function check_scaler(docs, ctx, workload)
  local name = "scaled-object"
  local doc, target = linked(docs, ctx, name, workload)
  if doc == nil then return end
  same(doc, scaled.name, ctx, name, workload, name_of(target))
  same(doc, scaled.kind, ctx, name, workload, target.kind)
  same(doc, scaled.apiVersion, ctx, name, workload, target.apiVersion)
  for i, trigger in ipairs(triggers_of(doc) or {}) do
    local query = query_of(trigger)
    if type(query) == "string" then
      check_query(query, "scaled-object: spec.triggers[" .. i - 1 .. "].metadata.query", docs, ctx)
    end
  end
end

return {
  name    = "references",
  summary = "Refuses manifests that refer to what is not there",

  verify = function(docs, ctx)
    local workload = ctx.decided.replicas.workload
    check_route(docs, ctx)
    named(docs, objective_pool, ctx, "inference-objective", "inference-pool")
    check_pool(docs, ctx, workload)
    check_picker(docs, ctx)
    named(docs, role, ctx, "epp-pod-reader-binding", "epp-pod-reader")
    named(docs, role, ctx, "epp-pool-reader-binding", "epp-pool-reader")
    check_server(docs, ctx, workload)
    check_monitors(docs, ctx, workload)
    check_scaler(docs, ctx, workload)
  end,
}
