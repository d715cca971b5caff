--- Breaks one manifest, as an overlay could.
return {
  name    = "trial",
  summary = "Breaks one manifest",

  mutate = function(doc, ctx)
    if doc.kind == "VLLMRuntime" then
      doc.spec.autoscalingConfig.triggers = nil
    end
    return doc
  end,
}
