--- Breaks one manifest, as an overlay could.
return {
  name    = "trial",
  summary = "Breaks one manifest",

  mutate = function(doc, ctx)
    if doc.kind == "Deployment" then
      local arguments = doc.spec.template.spec.containers[1].args
      arguments[#arguments + 1] = "--secure-serving=false"
    end
    return doc
  end,
}
