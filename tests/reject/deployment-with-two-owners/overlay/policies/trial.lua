--- Breaks one manifest, as an overlay could.
return {
  name    = "trial",
  summary = "Breaks one manifest",

  mutate = function(doc, ctx)
    if ctx.resource == "model-deployment" then
      doc.spec.replicas = 2
    end
    return doc
  end,
}
