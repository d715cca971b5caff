--- Breaks one manifest, as an overlay could.
return {
  name    = "trial",
  summary = "Breaks one manifest",

  mutate = function(doc, ctx)
    if ctx.resource == "model-service" then
      doc.spec.selector = { app = "other" }
    end
    return doc
  end,
}
