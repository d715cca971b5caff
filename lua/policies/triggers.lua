--- Reads ScaledObjects as KEDA will. Its webhook looks at no trigger metadata: a misspelt key or
-- a bad number shows as an event on a cluster, or not at all.
local nearest = require "lib.nearest"
local tables  = require "lib.tables"

local settings = {
  -- KEDA 2.20, pkg/scalers/prometheus_scaler.go; true is required.
  metadata = {
    serverAddress = true, query = true, threshold = true,
    activationThreshold = false, ignoreNullValues = false, namespace = false,
    queryParameters = false, customHeaders = false, unsafeSsl = false, timeout = false,
    authModes = false, awsRegion = false, identityOwner = false,
  },
  numbers     = { "threshold", "activationThreshold" },
  booleans    = { "ignoreNullValues", "unsafeSsl" },
  metricTypes = { "AverageValue", "Value" },  -- Utilization is for resource metrics
}

local function is_number(text)
  return text:find("^[%d.eE+-]+$") ~= nil and tonumber(text) ~= nil
end

local function check_keys(metadata, at, ctx)
  for key, value in pairs(metadata) do
    if settings.metadata[key] == nil then
      ctx.reject(at .. "." .. key, "KEDA's prometheus scaler knows no " .. key,
                 nearest(key, tables.keys(settings.metadata)))
    elseif type(value) ~= "string" then
      ctx.reject(at .. "." .. key, "must be a string: KEDA reads metadata as strings")
    end
  end
  for key, required in pairs(settings.metadata) do
    if required and metadata[key] == nil then
      ctx.reject(at, key .. " is missing: KEDA's prometheus scaler requires it")
    end
  end
end

local function check_values(metadata, at, ctx)
  for _, key in ipairs(settings.numbers) do
    local value = metadata[key]
    if type(value) == "string" and not is_number(value) then
      ctx.reject(at .. "." .. key, "must be a number, not '" .. value .. "'")
    end
  end
  for _, key in ipairs(settings.booleans) do
    local value = metadata[key]
    if type(value) == "string" and value ~= "true" and value ~= "false" then
      ctx.reject(at .. "." .. key, "must be \"true\" or \"false\", not '" .. value .. "'")
    end
  end
end

local function check_trigger(trigger, at, ctx)
  if trigger.type ~= "prometheus" then return end
  local metadata = trigger.metadata or {}
  check_keys(metadata, at .. ".metadata", ctx)
  check_values(metadata, at .. ".metadata", ctx)
  if not tables.contains(settings.metricTypes, trigger.metricType or "AverageValue") then
    ctx.reject(at .. ".metricType", "must be "
               .. table.concat(settings.metricTypes, " or ") .. " for a prometheus trigger")
  end
end

local function check_object(doc, name, ctx)
  local seen, spec = {}, doc.spec
  for i, trigger in ipairs(spec.triggers or {}) do
    local at = name .. ": spec.triggers[" .. i - 1 .. "]"
    check_trigger(trigger, at, ctx)
    if trigger.name ~= nil and seen[trigger.name] then
      ctx.reject(at .. ".name", "there are two triggers called " .. trigger.name)
    end
    seen[trigger.name or i] = true
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
    for name, doc in pairs(docs) do
      if doc.kind == "ScaledObject" then check_object(doc, name, ctx) end
    end
  end,
}
