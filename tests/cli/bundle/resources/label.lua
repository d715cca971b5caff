--- The label on it.
return {
  name    = "label",
  summary = "What the carrier reads",
  when    = "spec.label",

  render = function(xr)
    return {
      apiVersion = "print.example/v1beta1",
      kind       = "Label",
      metadata   = { name = xr.metadata.name, namespace = "press" },
      spec       = { text = "To " .. xr.spec.to },
    }
  end,
}
