--- Breaks one manifest, as an overlay could.
return {
  name    = "trial",
  summary = "Breaks one manifest",

  mutate = function(doc, ctx)
    if doc.kind == "InferencePool" then
      doc.spec.selector.matchLabels = { ["app.kubernetes.io/name"] = "qwen" }
    end
    return doc
  end,
}
