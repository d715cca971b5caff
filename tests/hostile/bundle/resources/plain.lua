--- The one manifest that is always there.
return {
  name    = "plain",
  summary = "A ConfigMap",
  render  = function(xr)
    return {
      apiVersion = "v1",
      kind       = "ConfigMap",
      metadata   = { name = xr.metadata.name },
      data       = { text = xr.spec.text },
    }
  end,
}
