--- Breaks one manifest, as an overlay could.
return {
  name    = "trial",
  summary = "Breaks one manifest",

  mutate = function(doc, ctx)
    if doc.kind == "VLLMRuntime" then
      doc.spec.autoscalingConfig = {
        enabled = true, maxReplicas = 3, scaleUpPolicy = {}, scaleDownPolicy = {}, triggers = {},
      }
    end
    return doc
  end,
}
