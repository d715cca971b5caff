--- The envelope: provider-kubernetes applies the manifest inside it on the target cluster.
local mark   = require "lib.mark"
local names  = require "lib.names"
local tables = require "lib.tables"

-- Right for everything that has no status to wait for.
local created = { policy = "SuccessfulCreate" }

local marks = { [mark.key] = mark.value }

local function marked(annotations)
  return tables.some(annotations) and tables.merge(annotations, marks) or marks
end

-- What the Objects of a render have in common, as long as no policy marks one for itself.
local known = {}

local function learn(xr, object)
  known = {
    object      = object,
    namespace   = xr.metadata.namespace,
    labels      = tables.some(object.labels),
    annotations = marked(object.annotations),
    provider    = {
      kind = "ProviderConfig",  -- the default, ClusterProviderConfig, is another object
      name = xr.spec.providerConfigName,
    },
  }
  return known
end

return function(doc, resource, ctx)
  local xr, object, envelope, unit = ctx.xr, ctx.object, resource.envelope, resource.unit
  local common = known.object == object and known or learn(xr, object)
  local annotations = common.annotations
  return {
    apiVersion = "kubernetes.m.crossplane.io/v1alpha1",
    kind       = "Object",
    metadata   = {
      name        = names.object(xr, resource.name),
      namespace   = common.namespace,
      labels      = common.labels,
      annotations = unit and tables.merge(annotations, { [mark.unit] = unit }) or annotations,
    },
    spec = {
      providerConfigRef = common.provider,
      readiness         = envelope and envelope.readiness or created,
      forProvider       = { manifest = doc },
    },
  }
end
