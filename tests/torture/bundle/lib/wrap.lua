--- The envelope.
return function(doc, resource, ctx)
  return {
    apiVersion = "wrap.example.com/v1",
    kind       = "Wrap",
    metadata   = {
      name        = ctx.xr.metadata.name .. "-" .. resource.name,
      labels      = ctx.object.labels,
      annotations = ctx.object.annotations,
    },
    spec = { how = resource.envelope, manifest = doc },
  }
end
