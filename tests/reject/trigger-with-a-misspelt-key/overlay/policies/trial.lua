--- Breaks one manifest, as an overlay could.
return {
  name    = "trial",
  summary = "Breaks one manifest",

  mutate = function(doc, ctx)
    if doc.kind == "ScaledObject" then
      local metadata = doc.spec.triggers[1].metadata
      metadata.treshold, metadata.threshold = metadata.threshold, nil
    end
    return doc
  end,
}
