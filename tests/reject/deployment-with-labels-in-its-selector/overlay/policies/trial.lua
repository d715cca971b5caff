--- Breaks one manifest, as an overlay could.
return {
  name    = "trial",
  summary = "Breaks one manifest",

  mutate = function(doc, ctx)
    if ctx.resource == "model-deployment" then
      doc.spec.selector.matchLabels.team     = "a"
      doc.spec.template.metadata.labels.team = "a"
    end
    return doc
  end,
}
