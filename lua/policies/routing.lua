--- Which Gateway a model is reached through, and under which name.
local profiles = require "lib.profiles"
local tables   = require "lib.tables"

-- dot-kubernetes' default Gateway; its listeners take routes from all namespaces.
local parent = { name = "eg", namespace = "envoy-gateway-system" }

local settings = {
  profile = "envoy",  -- where the parameter `gateway` does not say another

  profiles = {
    -- Envoy Gateway, told by its extensionManager what an InferencePool is.
    envoy = { parent = parent },

    -- Envoy AI Gateway (v1.1.0), its extension: the route is the same, and the pool may say more.
    ["envoy-ai-gateway"] = {
      parent = parent,
      annotations = {  -- of the pool; both are its defaults
        ["aigateway.envoyproxy.io/processing-body-mode"] = "duplex",  -- bodies are streamed
        ["aigateway.envoyproxy.io/allow-mode-override"]  = "false",
      },
      limits = {
        pools = 1,             -- in one rule of a route
        closed = true,         -- a request fails with its picker, whatever the pool says
        plain = "--secure-serving=false",  -- it asks the picker over TLS
        wait  = 300,           -- seconds for the picker's answer, so for a request that it holds
      },
    },
  },

  -- Envoy cuts a response after 15 s when a route says nothing: shorter than many answers.
  timeouts = { request = "0s" },

  -- Asked for it, GAIE's own CRD defaults to closed; an AI Gateway never reads it.
  failureMode = "FailClose",
}

-- The four numbers of an IPv4 address, as the API server's isIP reads one. The colons of IPv6
-- do not get past the schema.
local function is_address(host)
  local parts = { host:match("^(%d+)%.(%d+)%.(%d+)%.(%d+)$") }
  for _, part in ipairs(parts) do
    if tonumber(part) > 255 or part:find("^0%d") then return false end
  end
  return #parts == 4
end

-- ---- what an AI Gateway would do with the manifests ----------------------------------------

local function check_rules(docs, limits, ctx)
  for i, rule in ipairs(luxr.get(docs["http-route"], "spec.rules") or {}) do
    local pools = 0
    for _, backend in ipairs(rule.backendRefs or {}) do
      if backend.kind == "InferencePool" then pools = pools + 1 end
    end
    if pools > limits.pools then
      ctx.reject("http-route: spec.rules[" .. i - 1 .. "].backendRefs",
                 "an AI Gateway takes one InferencePool in a rule, not " .. pools,
                 "make a rule for each")
    end
  end
end

local function check_containers(docs, limits, ctx)
  local at = "spec.template.spec.containers"
  for i, container in ipairs(luxr.get(docs["epp-deployment"], at) or {}) do
    if tables.contains(container.args, limits.plain) then
      ctx.reject("epp-deployment: " .. at .. "[" .. i - 1 .. "].args", "must not hold "
                 .. limits.plain .. ": an AI Gateway asks the picker over TLS only")
    end
  end
end

local function check_failure(docs, ctx)
  local at = "spec.endpointPickerRef.failureMode"
  if luxr.get(docs["inference-pool"], at) == "FailOpen" then
    ctx.warn("inference-pool: " .. at, "is FailOpen, and an AI Gateway never reads it: a request "
             .. "fails with its picker", "say FailClose")
  end
end

-- A sleeping model answers the request that woke it only if it is there before the gateway gives up.
local function note_wait(xr, limits, ctx)
  local load = ctx.decided.model.load
  if limits == nil or xr.spec.host == nil or not ctx.decided.replicas.zero
     or load <= limits.wait then return end
  ctx.note("an AI Gateway waits " .. limits.wait .. " s for a request that the picker holds, and the "
           .. "model may take " .. load .. " s to wake: clients have to try again")
end

-- `gateway: envoy` says the same as `gateway: {profile: envoy}`.
local function field_of(gateway)
  return type(gateway) == "table" and "gateway.profile" or "gateway"
end

return {
  name     = "routing",
  summary  = "Chooses the Gateway, timeouts and what a failing picker means",
  settings = settings,

  check = function(xr, ctx)
    local host = xr.spec.host
    if host ~= nil and is_address(host) then
      ctx.reject("spec.host", "must be a hostname, not an IP address",
                 "a name such as llama." .. host .. ".nip.io resolves to it")
    end
  end,

  decide = function(xr, ctx)
    local chosen = ctx.decided.parameters.gateway
    local row = profiles.pick(settings, "gateway", chosen.profile, field_of(ctx.parameters.gateway),
                              "spec.host", ctx)
    note_wait(xr, row.limits, ctx)
    return {
      gateway     = {
        name      = chosen.name or row.parent.name,
        namespace = chosen.namespace or row.parent.namespace,
      },
      annotations = row.annotations,
      limits      = row.limits,
      timeouts    = settings.timeouts,
      failureMode = settings.failureMode,
    }
  end,

  verify = function(docs, ctx)
    local limits = ctx.decided.routing.limits
    if limits == nil then return end
    check_rules(docs, limits, ctx)
    check_containers(docs, limits, ctx)
    if limits.closed then check_failure(docs, ctx) end
  end,
}
