--- Breaks one manifest, as an overlay could.
return {
  name    = "trial",
  summary = "Breaks one manifest",

  mutate = function(doc, ctx)
    if doc.kind == "HTTPRoute" then
      local backends = doc.spec.rules[1].backendRefs
      backends[2] = { group = backends[1].group, kind = "InferencePool", name = "other" }
    end
    return doc
  end,
}
