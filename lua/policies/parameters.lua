--- What `--parameters FILE`, or the step's input, may choose instead of a policy's row.
local nearest = require "lib.nearest"
local tables  = require "lib.tables"

-- An overlay that reads parameters of its own adds their names here.
local settings = {
  known = {
    way        = "string",               -- of scaling: a row of policies.replicas
    operator   = "string",               -- a row of policies.operator
    picker     = "string",               -- a row of policies.picker
    gateway    = {
      profile   = "string",              -- a row of policies.routing
      name      = "string",              -- the HTTPRoute's parent
      namespace = "string",
    },
    nodes      = "string",               -- a row of policies.nodes
    monitoring = { release = "string" }, -- what Prometheus selects monitors by
  },
  -- `gateway: envoy` is `gateway: {profile: envoy}`.
  short = { gateway = "profile" },

  -- A Crossplane input is an object of its own kind.
  ignored = { apiVersion = true, kind = true, metadata = true },
}

local function shape(value)
  if value == luxr.null then return "null" end
  if type(value) ~= "table" then return type(value) end
  return #value > 0 and "list" or "object"
end

-- The object that a text stands for, where one may.
local function long(key, value)
  local field = settings.short[key]
  return field and type(value) == "string" and { [field] = value } or value
end

local function compare(given, known, path, ctx)
  for key, value in pairs(given) do
    local expected, at = known[key], path .. "." .. key
    if expected == nil then
      ctx.reject(at, "there is no parameter " .. key .. ", only "
                 .. table.concat(tables.keys(known), ", "), nearest(key, tables.keys(known)))
    elseif type(expected) == "table" then
      if shape(value) == "object" then
        compare(value, expected, at, ctx)
      else
        ctx.reject(at, "must be an object, not a " .. shape(value))
      end
    elseif shape(value) ~= expected or value == "" then
      ctx.reject(at, "must be a non-empty " .. expected)
    end
  end
end

local function given(ctx)
  local own = {}
  for key, value in pairs(ctx.parameters) do
    if not settings.ignored[key] then own[key] = long(key, value) end
  end
  return own
end

return {
  name     = "parameters",
  summary  = "Checks the parameters of this run by name and type",
  settings = settings,

  check = function(_, ctx)
    compare(given(ctx), settings.known, "parameters", ctx)
  end,

  decide = function(_, ctx)
    local own = given(ctx)
    return {
      way        = own.way,
      operator   = own.operator,
      picker     = own.picker,
      nodes      = own.nodes,
      gateway    = own.gateway or {},
      monitoring = own.monitoring or {},
    }
  end,
}
