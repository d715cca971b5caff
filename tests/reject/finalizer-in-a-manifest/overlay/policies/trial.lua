--- Breaks one manifest, as an overlay could.
return {
  name    = "trial",
  summary = "Breaks one manifest",

  mutate = function(doc, ctx)
    if doc.kind == "ConfigMap" then
      doc.metadata.finalizers = { "example.com/keep" }
    end
    return doc
  end,
}
