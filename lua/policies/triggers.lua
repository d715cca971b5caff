--- Reads ScaledObjects as KEDA will. Its webhook looks at no trigger metadata: a misspelt key or
-- a bad number shows as an event on a cluster, or not at all.
local nearest = require "lib.nearest"
local tables  = require "lib.tables"

local settings = {
  -- What KEDA 2.20 reads out of each key (pkg/scalers/prometheus_scaler.go).
  metadata = {
    serverAddress       = "text",
    query               = "text",
    threshold           = "number",
    activationThreshold = "number",
    ignoreNullValues    = "boolean",
    unsafeSsl           = "boolean",
    namespace = "text", queryParameters = "text", customHeaders = "text", timeout = "text",
    authModes = "text", awsRegion = "text", identityOwner = "text",
  },
  required    = { "query", "serverAddress", "threshold" },
  metricTypes = { "AverageValue", "Value" },  -- Utilization is for resource metrics
}

local function is_number(text)
  return tonumber(text) ~= nil and text:find("^[%d.eE+-]+$") ~= nil
end

local function check_value(key, value, at, ctx)
  local wanted = settings.metadata[key]
  if wanted == nil then
    ctx.reject(at .. "." .. key, "KEDA's prometheus scaler knows no " .. key,
               nearest(key, tables.keys(settings.metadata)))
  elseif type(value) ~= "string" then
    ctx.reject(at .. "." .. key, "must be a string: KEDA reads metadata as strings")
  elseif wanted == "number" and not is_number(value) then
    ctx.reject(at .. "." .. key, "must be a number, not '" .. value .. "'")
  elseif wanted == "boolean" and value ~= "true" and value ~= "false" then
    ctx.reject(at .. "." .. key, "must be \"true\" or \"false\", not '" .. value .. "'")
  end
end

local function check_metadata(metadata, at, ctx)
  local kinds, required = settings.metadata, settings.required
  for key, value in pairs(metadata) do
    if kinds[key] ~= "text" or type(value) ~= "string" then check_value(key, value, at, ctx) end
  end
  for i = 1, #required do
    local key = required[i]
    if metadata[key] == nil then
      ctx.reject(at, key .. " is missing: KEDA's prometheus scaler requires it")
    end
  end
end

local function check_trigger(trigger, at, ctx)
  if trigger.type ~= "prometheus" then return end
  check_metadata(trigger.metadata or {}, at .. ".metadata", ctx)
  if not tables.contains(settings.metricTypes, trigger.metricType or "AverageValue") then
    ctx.reject(at .. ".metricType", "must be "
               .. table.concat(settings.metricTypes, " or ") .. " for a prometheus trigger")
  end
end

local function check_object(doc, name, ctx)
  local seen, spec = {}, doc.spec
  for i, trigger in ipairs(spec.triggers or {}) do
    local at, own = name .. ": spec.triggers[" .. i - 1 .. "]", trigger.name
    check_trigger(trigger, at, ctx)
    if own ~= nil and seen[own] then
      ctx.reject(at .. ".name", "there are two triggers called " .. own)
    end
    seen[own or i] = true
  end
  if spec.fallback ~= nil and spec.minReplicaCount == 0 then
    ctx.reject(name .. ": spec.fallback", "must be absent where minReplicaCount is 0: "
               .. "it would keep a failing scaler from zero")
  end
  if spec.minReplicaCount == nil then
    ctx.reject(name .. ": spec.minReplicaCount", "must be set: KEDA's default is 0")
  end
end

return {
  name     = "triggers",
  summary  = "Refuses trigger metadata that KEDA would not understand",
  settings = settings,

  verify = function(docs, ctx)
    for name, doc in pairs(luxr.where(docs, "kind", "ScaledObject")) do
      check_object(doc, name, ctx)
    end
  end,
}
