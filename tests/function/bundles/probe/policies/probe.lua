--- Does what spec says, and fails where spec.fail says.
local failures = {
  error   = function() error "as asked" end,
  steps   = function() while true do end end,
  memory  = function() local t = {} for i = 1, 1e9 do t[i] = {} end return t end,
  string  = function() return (" "):rep(2 * 1024 * 1024) end,
  reject  = function(ctx) ctx.reject("spec.fail", "is refused as asked", "ask for something else") end,
  nothing = function() return nil end,
}

local function fail(xr, ctx, where)
  if xr.spec.failAt == where then failures[xr.spec.fail](ctx) end
end

return {
  name = "probe",

  check = function(xr, ctx)
    fail(xr, ctx, "check")
    if xr.spec.warn ~= nil then ctx.warn("spec.warn", xr.spec.warn) end
    if xr.spec.ttl ~= nil then ctx.ttl(xr.spec.ttl) end
  end,

  decide = function(xr, ctx)
    fail(xr, ctx, "decide")
    return { parameters = ctx.parameters, environment = ctx.environment }
  end,

  requires = function(xr, ctx)
    fail(xr, ctx, "requires")
    return xr.spec.requires
  end,

  mutate = function(doc, ctx)
    fail(ctx.xr, ctx, "mutate")
    return doc
  end,

  verify = function(_, ctx)
    fail(ctx.xr, ctx, "verify")
  end,

  status = function(_, ctx)
    local xr = ctx.xr
    fail(xr, ctx, "status")
    for _, event in ipairs(xr.spec.events or {}) do
      ctx.event(event.severity, event.reason, event.message, event.target)
    end
    return { status = xr.spec.say, conditions = xr.spec.conditions }
  end,
}
