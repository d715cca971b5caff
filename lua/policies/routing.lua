--- Which Gateway a model is reached through, and under which name.
local tables = require "lib.tables"

local settings = {
  -- dot-kubernetes' default Gateway; its listeners take routes from all namespaces.
  gateway = { name = "eg", namespace = "envoy-gateway-system" },

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

  decide = function(_, ctx)
    return {
      gateway     = tables.merge(settings.gateway, ctx.decided.parameters.gateway),
      timeouts    = settings.timeouts,
      failureMode = settings.failureMode,
    }
  end,
}
