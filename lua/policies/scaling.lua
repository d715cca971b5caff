--- Which signals scale a model, and how much of each one replica absorbs.
local names  = require "lib.names"
local native = require "lib.native"
local promql = require "lib.promql"
local tables = require "lib.tables"

-- What latency is looked at: the 95th percentile of the last five minutes. `> 0` drops the NaN of
-- a histogram without traffic, which KEDA 2.19 would pass on.
local percentile = "(histogram_quantile($quantile, "
  .. "sum by (le) (rate($histogram{$model}[$window]))) > 0) or vector(0)"

local settings = {
  -- $model stands for the labels of the model's own series: namespace and job, since the
  -- namespace alone would add up every model in it.
  triggers = {
    ["queue-depth"] = {
      query      = "sum(vllm:num_requests_waiting{$model})",
      threshold  = 3,               -- waiting requests a replica
      metricType = "AverageValue",  -- a total: the HPA divides it by the replicas
      -- Where a model may sleep: at zero no pod has a series, so the requests that the picker
      -- holds count too, where there is a picker. They alone can wake the model.
      asleep     = "sum(vllm:num_requests_waiting{$model}) or vector(0)",
      held       = "(sum(vllm:num_requests_waiting{$model}) or vector(0))"
                .. " + (sum($queue{$picker}) or vector(0))",
    },
    ["kv-cache"] = {
      query      = "avg(vllm:kv_cache_usage_perc{$model})",
      threshold  = 0.8,             -- share of the cache in use
      metricType = "Value",         -- a mean already: AverageValue could never pass 2 replicas
    },
    ["time-to-first-token"] = {
      query      = percentile,
      histogram  = "vllm:time_to_first_token_seconds_bucket",
      threshold  = 0.5,             -- seconds; on an edge of vLLM's buckets
      metricType = "Value",
    },
    ["inter-token-latency"] = {
      query      = percentile,
      histogram  = "vllm:inter_token_latency_seconds_bucket",
      threshold  = 0.1,             -- seconds
      metricType = "Value",
    },
    -- Serving without a queue is not idle: one while anything runs, and AverageValue, since Value
    -- at its threshold would hold the count for ever.
    ["keep-alive"] = {
      query      = "(sum(vllm:num_requests_running{$model}) > bool 0) or vector(0)",
      threshold  = 1,
      metricType = "AverageValue",
    },
  },

  quantile = "0.95",
  window   = "5m",

  -- spec.scaling.metric to triggers; the HPA follows the one that asks for most.
  signals = {
    ["queue-depth"] = { "queue-depth" },
    ["kv-cache"]    = { "kv-cache" },
    latency         = { "time-to-first-token", "inter-token-latency", "queue-depth" },
  },

  -- minReplicas 0.
  zero = {
    signals         = { "queue-depth", "keep-alive" },  -- beside the metric's own
    pollingInterval = 10,
    cooldownPeriod  = 1800,  -- and initialCooldownPeriod: never shorter than the model's load
  },

  -- The way `operator`: what its own autoscaler can be told. A replica takes so many requests, and
  -- so many tokens a second; the numbers are the operator's own.
  native = {
    pollingInterval           = 15,
    requestsRunningThreshold  = 5,
    generationTokensThreshold = 100,
    promptTokensThreshold     = 100,
    instead = { ["queue-depth"] = true },  -- metrics that it stands in for, with a warning
  },

  fallback = { failureThreshold = 3, behavior = "currentReplicasIfHigher" },

  behavior = {
    -- A held burst would otherwise start four GPU pods in 15 s.
    scaleUp = {
      stabilizationWindowSeconds = 0,
      policies = { { type = "Pods", value = 1, periodSeconds = 60 } },
    },
    -- Longer than the default 300 s, which deletes pods that are still loading.
    scaleDown = {
      stabilizationWindowSeconds = 600,
      policies = { { type = "Pods", value = 1, periodSeconds = 300 } },
    },
  },
}

-- The triggers' names, in order: those of the metric, and at zero those that wake and keep it.
local function wanted(xr, zero)
  local own, list = settings.signals[xr.spec.scaling.metric], {}
  if not zero then return own end
  for i, name in ipairs(own) do list[i] = name end
  for _, name in ipairs(settings.zero.signals) do
    if not tables.contains(list, name) then list[#list + 1] = name end
  end
  return list
end

local function query_of(row, xr, zero)
  if not zero then return row.query end
  return xr.spec.host and row.held or row.asleep or row.query
end

local function model_series(xr)
  return promql.matcher("namespace", names.namespace(xr)) .. ","
      .. promql.matcher("job", names.runtime(xr))
end

local function picker_series(xr)
  return promql.matchers {
    { "namespace", names.namespace(xr) },
    { "job", names.picker(xr) },
    { "inference_pool", names.runtime(xr) },
  }
end

local function holes(query, row, xr, ctx)
  return {
    model     = model_series(xr),
    picker    = query:find("$picker", 1, true) and picker_series(xr),
    queue     = ctx.decided.picker.queue,
    histogram = row.histogram,
    quantile  = settings.quantile,
    window    = settings.window,
  }
end

local function trigger(name, xr, zero, ctx)
  local row = settings.triggers[name]
  local query = query_of(row, xr, zero)
  return {
    type       = "prometheus",
    name       = name,
    metricType = row.metricType,
    metadata   = {  -- KEDA reads all of it as strings
      serverAddress       = xr.spec.scaling.prometheusAddress,
      query               = promql.fill(query, holes(query, row, xr, ctx)),
      threshold           = tostring(row.threshold),
      activationThreshold = zero and "0" or nil,
      -- Above zero a missing series is a broken scrape; at zero it is the rule.
      ignoreNullValues    = zero and "true" or "false",
    },
  }
end

-- Where a model may sleep there is none: it would keep a failing scaler from zero.
local function fallback(replicas)
  local rule = tables.merge(settings.fallback)
  rule.replicas = replicas
  return rule
end

local function cooldown(ctx)
  return math.max(settings.zero.cooldownPeriod, ctx.decided.model.load)
end

local function by_operator(xr, ctx)
  native.check(xr, settings.native, ctx)
  return { native = native.config(xr, settings.native, settings.behavior, cooldown(ctx), ctx) }
end

local function by_keda(xr, ctx)
  local zero, triggers = ctx.decided.replicas.zero, {}
  if zero and xr.spec.host == nil then
    ctx.warn("spec.minReplicas",
             "is 0, and host is not set: nothing can wake the model from zero",
             "only the requests that an endpoint picker holds are seen there; set host")
  end
  for i, name in ipairs(wanted(xr, zero)) do triggers[i] = trigger(name, xr, zero, ctx) end
  return {
    triggers = triggers,
    behavior = settings.behavior,
    polling  = zero and settings.zero.pollingInterval or nil,
    cooldown = zero and cooldown(ctx) or nil,
    fallback = not zero and fallback(xr.spec.minReplicas) or nil,
  }
end

return {
  name     = "scaling",
  summary  = "Chooses the signals, thresholds and pace of autoscaling",
  settings = settings,

  decide = function(xr, ctx)
    if not xr.spec.scaling.enabled then return {} end
    if ctx.decided.replicas.native then return by_operator(xr, ctx) end
    return by_keda(xr, ctx)
  end,
}
