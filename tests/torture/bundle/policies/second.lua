--- Changes each manifest and looks at all of them.
return {
  name    = "second",
  summary = "Changes and checks",

  decide = function(_, ctx)
    return { upper = ctx.decided.first.digest:upper():gsub("%d+", "-") }
  end,

  mutate = function(doc, ctx)
    doc.metadata.annotations = { digest = ctx.decided.first.digest, of = ctx.resource }
    ctx.object.labels.upper = "x" .. ctx.decided.second.upper:sub(1, 20) .. "x"
    ctx.object.annotations["example.com/of"] = ctx.resource
    return doc
  end,

  verify = function(docs, ctx)
    for name, doc in pairs(docs) do
      if doc.kind == "Forbidden" then ctx.reject(name .. ": spec.size", "must not be", "leave it out") end
      if doc.spec and doc.spec.size == 40 then
        ctx.warn(name .. ": spec.size", "forty is odd for " .. doc.metadata.name)
      end
    end
  end,
}
