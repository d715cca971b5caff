--- Names that one manifest gives to another must lead there: no API server checks any of them.
local names = require "lib.names"

local pool_group = "inference.networking.k8s.io"

-- What has to say the same: a path of one manifest, and one of the manifest that it needs beside it.
-- `workload` runs the model, says its port at `port`, and is scraped through `service`.
local function rows_of(workload, port, service)
  return {
    { "http-route", "spec.rules[0].backendRefs[0].name", "inference-pool", "metadata.name" },
    { "http-route", "spec.rules[0].backendRefs[0].kind", "inference-pool", "kind" },
    { "inference-objective", "spec.poolRef.name", "inference-pool", "metadata.name" },
    { "inference-pool", "spec.targetPorts[0].number", workload, port },
    { "inference-pool", "spec.endpointPickerRef.name", "epp-service", "metadata.name" },
    { "epp-service", "metadata.namespace", "epp-deployment", "metadata.namespace" },
    { "epp-deployment", "spec.template.spec.serviceAccountName",
      "epp-service-account", "metadata.name" },
    { "epp-deployment", "spec.template.spec.volumes[0].configMap.name",
      "epp-config", "metadata.name" },
    { "epp-pod-reader-binding", "roleRef.name", "epp-pod-reader", "metadata.name" },
    { "epp-pool-reader-binding", "roleRef.name", "epp-pool-reader", "metadata.name" },
    { "model-service", "metadata.namespace", workload, "metadata.namespace" },
    { "service-monitor", "spec.endpoints[0].relabelings[0].regex", service, "metadata.name" },
    { "epp-service-monitor", "metadata.namespace", "epp-service", "metadata.namespace" },
    { "scaled-object", "spec.scaleTargetRef.name", workload, "metadata.name" },
    { "scaled-object", "spec.scaleTargetRef.kind", workload, "kind" },
    { "scaled-object", "spec.scaleTargetRef.apiVersion", workload, "apiVersion" },
  }
end

local rows = {
  -- The operator calls the Service that it makes as the runtime.
  ["vllm-runtime"]     = rows_of("vllm-runtime", "spec.vllmConfig.port", "vllm-runtime"),
  ["model-deployment"] = rows_of("model-deployment",
                                 "spec.template.spec.containers[0].ports[0].containerPort",
                                 "model-service"),
}

local links = {}
for workload, list in pairs(rows) do links[workload] = luxr.links(list) end

local function check_links(docs, ctx, workload)
  local told = {}
  for _, number in ipairs(links[workload](docs) or {}) do
    local name, path, target, theirs = table.unpack(rows[workload][number])
    if docs[target] ~= nil then
      ctx.reject(name .. ": " .. path, tostring(luxr.get(docs[name], path)) .. " leads nowhere: "
                 .. target .. " has " .. tostring(luxr.get(docs[target], theirs)))
    elseif told[name] ~= target then
      told[name] = target
      ctx.reject(name, "refers to " .. target .. ", which is not rendered",
                 "remove both, or neither")
    end
  end
end

-- ---- what is more than the same ------------------------------------------------------------

local name_of       = luxr.getter "metadata.name"
local labels_of     = luxr.getter "metadata.labels"
local pods_of       = luxr.getter "spec.template.metadata.labels"
local selector_of   = luxr.getter "spec.selector"
local matched_by    = luxr.getter "spec.selector.matchLabels"
local group_of      = luxr.getter "spec.rules[0].backendRefs[0].group"
local picker_port   = luxr.getter "spec.endpointPickerRef.port.number"
local target_port   = luxr.getter "spec.ports[0].targetPort"
local scraped_port  = luxr.getter "spec.endpoints[0].port"
local triggers_of   = luxr.getter "spec.triggers"
local query_of      = luxr.getter "metadata.query"
local has_port      = luxr.finder "spec.ports[].port"
local has_port_name = luxr.finder "spec.ports[].name"
local has_pod_port  = luxr.finder "spec.template.spec.containers[0].ports[].name"

local function selects_nothing(ctx, place, target)
  ctx.reject(place, "selects nothing: " .. target .. " has other labels")
end

local function no_port(ctx, place, port, target)
  ctx.reject(place, tostring(port) .. " leads nowhere: " .. target .. " has no such port")
end

-- The labels of the model's pods: the operator sets `app: <name>`, and nothing else.
local function pods(doc, workload)
  if workload == "vllm-runtime" then return { app = name_of(doc) } end
  return pods_of(doc)
end

local function check_route(docs, ctx)
  local route = docs["http-route"]
  local group = group_of(route)
  if route == nil or group == pool_group or docs["inference-pool"] == nil then return end
  ctx.reject("http-route: spec.rules[0].backendRefs[0].group", tostring(group)
             .. " leads nowhere: inference-pool has " .. pool_group)
end

local function check_pool(pool, docs, ctx, workload)
  local server, service, picker = docs[workload], docs["epp-service"], docs["epp-deployment"]
  local wanted = matched_by(pool)
  if server ~= nil and not luxr.covers(pods(server, workload), wanted) then
    selects_nothing(ctx, "inference-pool: spec.selector.matchLabels", workload)
  end
  if service ~= nil and not has_port(service, picker_port(pool)) then
    no_port(ctx, "inference-pool: spec.endpointPickerRef.port.number", picker_port(pool),
            "epp-service")
  end
  if luxr.covers(pods_of(picker), wanted) then
    ctx.reject("epp-deployment: spec.template.metadata.labels",
               "the picker's pods would join the pool: inference-pool selects them")
  end
end

local function check_picker(docs, ctx)
  local service, picker = docs["epp-service"], docs["epp-deployment"]
  if service ~= nil and picker ~= nil
     and not luxr.covers(pods_of(picker), selector_of(service)) then
    selects_nothing(ctx, "epp-service: spec.selector", "epp-deployment")
  end
end

-- Without an operator the model's Service is ours.
local function check_server(service, docs, ctx, workload)
  local server, port = docs[workload], target_port(service)
  if server == nil then return end
  if not luxr.covers(pods(server, workload), selector_of(service)) then
    selects_nothing(ctx, "model-service: spec.selector", workload)
  end
  if not has_pod_port(server, port) then
    no_port(ctx, "model-service: spec.ports[0].targetPort", port, workload)
  end
end

local function check_monitor(monitor, docs, ctx)
  local service, port = docs["epp-service"], scraped_port(monitor)
  if service == nil then return end
  if not luxr.covers(labels_of(service), matched_by(monitor)) then
    selects_nothing(ctx, "epp-service-monitor: spec.selector.matchLabels", "epp-service")
  end
  if not has_port_name(service, port) then
    no_port(ctx, "epp-service-monitor: spec.endpoints[0].port", port, "epp-service")
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
  local from = query:find("{", 1, true)
  while from do
    local to = query:find("}", from, true) or #query + 1
    local labels = query:sub(from + 1, to - 1)
    local maker = monitor_of(labels:match 'job="([^"]*)"', xr)
    if maker == nil then
      ctx.reject(place, "no monitor makes the job that the query asks for in {" .. labels .. "}")
    elseif docs[maker] == nil then
      ctx.reject(place, "the query needs what " .. maker .. " scrapes, and that is not rendered")
    elseif not labels:find(namespace, 1, true) then
      ctx.reject(place, "the query must ask for " .. namespace
                 .. ": another namespace may have a job of this name")
    end
    from = query:find("{", to, true)
  end
end

local function check_scaler(scaler, docs, ctx)
  for i, trigger in ipairs(triggers_of(scaler) or {}) do
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
    local pool, service = docs["inference-pool"], docs["model-service"]
    local monitor, scaler = docs["epp-service-monitor"], docs["scaled-object"]
    check_links(docs, ctx, workload)
    check_route(docs, ctx)
    if pool ~= nil then check_pool(pool, docs, ctx, workload) end
    check_picker(docs, ctx)
    if service ~= nil then check_server(service, docs, ctx, workload) end
    if monitor ~= nil then check_monitor(monitor, docs, ctx) end
    if scaler ~= nil then check_scaler(scaler, docs, ctx) end
  end,
}
