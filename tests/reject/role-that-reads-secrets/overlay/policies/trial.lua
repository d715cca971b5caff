--- Breaks one manifest, as an overlay could.
return {
  name    = "trial",
  summary = "Breaks one manifest",

  mutate = function(doc, ctx)
    if doc.kind == "Role" then
      doc.rules[1].resources[1] = "secrets"
    end
    return doc
  end,
}
