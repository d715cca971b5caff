--- What is in the parcel.
return {
  name    = "note",
  summary = "Says who it is for",

  render = function(xr, ctx)
    return {
      apiVersion = "v1",
      kind       = "ConfigMap",
      metadata   = { name = xr.metadata.name, namespace = xr.metadata.namespace },
      data       = { to = xr.spec.to, cents = tostring(ctx.decided.weight.postage.cents) },
    }
  end,
}
