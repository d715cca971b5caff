--- Says something in every way there is, and decides.
return {
  name     = "first",
  summary  = "Words and sums",
  settings = { factor = 2 },

  check = function(xr, ctx)
    local spec = xr.spec
    print("checking", xr.metadata.name, spec.size)
    if spec.mode == "slow" then
      ctx.warn("spec.mode", "slow is slow", "take fast, which is what most things are happy with")
    end
    if spec.size > 60 then
      ctx.reject("spec.size", "is more than 60", "take less")
      ctx.reject("spec.parts[1].weight", "weighs too much with that size")
    end
    if spec.size == 50 then error("fifty is unlucky") end
    while spec.size == 51 do spec = xr.spec end
    ctx.note("a thing of size " .. spec.size)
  end,

  decide = function(xr, ctx)
    local names = luxr.list {}
    for name, value in pairs(xr.spec.labels or {}) do names[#names + 1] = name .. "=" .. value end
    table.sort(names)
    return {
      names  = names,
      digest = luxr.digest.sha256(luxr.json.encode(names)),
      text   = luxr.yaml.encode { size = xr.spec.size, parts = xr.spec.parts },
      back   = luxr.yaml.decode("a: [1, 2.5, x, null]\nb: {c: 'd'}\n"),
      team   = ctx.parameters.team,
      zone   = ctx.environment.zone,
      short  = luxr.names.shorten(("long"):rep(30)),
      memory = luxr.quantities.multiply(xr.spec.limits.memory, xr.spec.size),
    }
  end,

  requires = function(xr)
    return { class = { apiVersion = "v1", kind = "Class", name = xr.spec.mode } }
  end,

  status = function(observed, ctx)
    ctx.event("Normal", "Looked", "at " .. tostring(observed.plain ~= nil))
    ctx.ttl(30)
    return {
      status     = { size = ctx.xr.spec.size, class = #(ctx.required.class or {}) },
      conditions = { { type = "Fine", status = "True", reason = "Because", message = "it is" } },
    }
  end,
}
