--- Which endpoint picker a model gets, and how it is configured.
local profiles = require "lib.profiles"

local scorers = {
  { type = "queue-scorer" },
  { type = "kv-cache-utilization-scorer" },
  { type = "prefix-cache-scorer" },
}

-- From v1.5.0 the pods' metrics are read by plugins; v1.3.1 does not start with them.
local readers = {
  { type = "metrics-data-source",
    parameters = { scheme = "http", path = "/metrics", insecureSkipVerify = true } },
  { type = "core-metrics-extractor" },
}

local function both(first, second)
  local list = {}
  for _, value in ipairs(first) do list[#list + 1] = value end
  for _, value in ipairs(second) do list[#list + 1] = value end
  return list
end

local settings = {
  profile    = "v1.3.1",  -- of every model
  embeddings = "v1.5.0",  -- of a pooling model, where `profile` cannot read its requests

  weights = {  -- the inferencepool chart's own
    { pluginRef = "queue-scorer",                weight = 2 },
    { pluginRef = "kv-cache-utilization-scorer", weight = 2 },
    { pluginRef = "prefix-cache-scorer",         weight = 3 },
  },

  resources = nil,  -- none: v1.3.1 idles at 31 MB, where newer charts ask for 4 CPU and 8Gi
  verbosity = "1",

  -- All three take the same arguments and answer on the same ports.
  profiles = {
    ["v1.3.1"] = {
      image      = "registry.k8s.io/gateway-api-inference-extension/epp:v1.3.1",
      config     = "inference.networking.x-k8s.io/v1alpha1",
      objectives = "inference.networking.x-k8s.io/v1alpha2",
      groups     = { "inference.networking.x-k8s.io" },  -- whose objectives it watches
      header     = "x-gateway-inference-objective",      -- by which a request names its objective
      plugins    = scorers,
      embeddings = false,  -- 400 "chat-completions request must have at least one message"
      queue      = "inference_extension_flow_control_queue_size",
      hold       = nil,    -- holds until the client leaves, and refuses a flowControl section
    },
    ["v1.5.0"] = {  -- the last one that GAIE released
      image      = "registry.k8s.io/gateway-api-inference-extension/epp:v1.5.0",
      config     = "inference.networking.x-k8s.io/v1alpha1",
      objectives = "inference.networking.x-k8s.io/v1alpha2",
      groups     = { "inference.networking.x-k8s.io" },
      header     = "x-gateway-inference-objective",
      plugins    = both(scorers, readers),
      embeddings = true,   -- /v1/embeddings; not rerank or pooling
      queue      = "inference_extension_flow_control_queue_size",
      hold       = "300s", -- as long as the AI Gateway waits for the picker
    },
    ["llm-d-router-v0.10"] = {  -- its successor
      image      = "ghcr.io/llm-d/llm-d-router-endpoint-picker:v0.10.0",
      config     = "llm-d.ai/v1alpha1",
      objectives = "llm-d.ai/v1alpha2",
      groups     = { "inference.networking.x-k8s.io", "llm-d.ai" },
      header     = "x-llm-d-inference-objective",  -- it still reads the old one
      plugins    = both(scorers, readers),
      embeddings = true,
      queue      = "llm_d_epp_flow_control_queue_size",
      hold       = "300s", -- its own default, 60s, is shorter than any model load
    },
  },
}

-- Requests are held where a model may sleep: they are what wakes it.
local function config(profile, hold)
  return {
    apiVersion         = profile.config,
    kind               = "EndpointPickerConfig",
    featureGates       = hold and { "flowControl" } or nil,
    flowControl        = hold and profile.hold and { defaultRequestTTL = profile.hold } or nil,
    plugins            = profile.plugins,
    schedulingProfiles = { { name = "default", plugins = settings.weights } },
  }
end

local function pick(chosen, ctx)
  return profiles.pick(settings, "endpoint picker", chosen, "picker", "spec.host", ctx)
end

-- The row and its name. A pooling model gets one that reads its requests, if nobody asked for another.
local function choose(ctx)
  local asked = ctx.decided.parameters.picker
  local row, name = pick(asked, ctx)
  if row.embeddings or not ctx.decided.model.pooling then return row, name end
  if asked ~= nil then
    ctx.reject("parameters.picker", "the endpoint picker " .. name
               .. " refuses the requests of a pooling model", "use " .. settings.embeddings)
    return row, name
  end
  ctx.note("the endpoint picker is " .. settings.embeddings .. ": " .. name
           .. " refuses the requests of a pooling model")
  local other = { profile = settings.embeddings, profiles = settings.profiles }
  return profiles.pick(other, "endpoint picker", nil, "picker", "spec.host", ctx)
end

return {
  name     = "picker",
  summary  = "Chooses the endpoint picker's release and configuration",
  settings = settings,

  decide = function(xr, ctx)
    if xr.spec.host == nil then
      pick(ctx.decided.parameters.picker, ctx)
      return {}
    end
    local profile, name = choose(ctx)
    local text = luxr.yaml.encode(config(profile, ctx.decided.replicas.zero))
    return {
      profile    = name,
      image      = profile.image,
      objectives = profile.objectives,
      groups     = profile.groups,
      header     = profile.header,
      queue      = profile.queue,
      resources  = settings.resources,
      verbosity  = settings.verbosity,
      file       = "default-plugins.yaml",
      config     = text,
      digest     = luxr.digest.sha256(text),
    }
  end,
}
