--- Wraps a manifest in a Crate.
return function(doc, resource, ctx)
  local labels = next(ctx.object.labels) and ctx.object.labels or nil
  return {
    apiVersion = "crates.example/v1",
    kind       = "Crate",
    metadata   = {
      name      = ctx.xr.metadata.name .. "-" .. resource.name,
      namespace = ctx.xr.metadata.namespace,
      labels    = labels,
    },
    spec       = { manifest = doc },
  }
end
