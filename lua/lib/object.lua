--- The envelope: provider-kubernetes applies the manifest inside it on the target cluster.
local mark   = require "lib.mark"
local names  = require "lib.names"
local tables = require "lib.tables"

-- Right for everything that has no status to wait for.
local created = { policy = "SuccessfulCreate" }

return function(doc, resource, ctx)
  local xr = ctx.xr
  return {
    apiVersion = "kubernetes.m.crossplane.io/v1alpha1",
    kind       = "Object",
    metadata   = {
      name        = names.object(xr, resource.name),
      namespace   = xr.metadata.namespace,
      labels      = tables.some(ctx.object.labels),
      annotations = tables.merge(ctx.object.annotations, { [mark.key] = mark.value }),
    },
    spec = {
      providerConfigRef = {
        kind = "ProviderConfig",  -- the default, ClusterProviderConfig, is another object
        name = xr.spec.providerConfigName,
      },
      readiness   = resource.envelope and resource.envelope.readiness or created,
      forProvider = { manifest = doc },
    },
  }
end
