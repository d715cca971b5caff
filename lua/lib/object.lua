--- The envelope: provider-kubernetes applies the manifest inside it on the target cluster.
local mark   = require "lib.mark"
local names  = require "lib.names"
local tables = require "lib.tables"

-- Right for everything that has no status to wait for.
local created = { policy = "SuccessfulCreate" }

local marks = { [mark.key] = mark.value }

local function marked(annotations, unit)
  if unit ~= nil then annotations = tables.merge(annotations, { [mark.unit] = unit }) end
  return tables.some(annotations) and tables.merge(annotations, marks) or marks
end

return function(doc, resource, ctx)
  local xr, object = ctx.xr, ctx.object
  local metadata, envelope = xr.metadata, resource.envelope
  return {
    apiVersion = "kubernetes.m.crossplane.io/v1alpha1",
    kind       = "Object",
    metadata   = {
      name        = names.object(xr, resource.name),
      namespace   = metadata.namespace,
      labels      = tables.some(object.labels),
      annotations = marked(object.annotations, resource.unit),
    },
    spec = {
      providerConfigRef = {
        kind = "ProviderConfig",  -- the default, ClusterProviderConfig, is another object
        name = xr.spec.providerConfigName,
      },
      readiness   = envelope and envelope.readiness or created,
      forProvider = { manifest = doc },
    },
  }
end
