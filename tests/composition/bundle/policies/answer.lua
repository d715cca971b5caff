--- Everything of the answer but its resources.
local severities = { SEVERITY_NORMAL = "Normal", SEVERITY_WARNING = "Warning" }
local statuses   = {
  STATUS_CONDITION_TRUE    = "True",
  STATUS_CONDITION_FALSE   = "False",
  STATUS_CONDITION_UNKNOWN = "Unknown",
}

local function response(ctx) return ctx.parameters.response or {} end

local function conditions(ctx)
  local all = {}
  for _, condition in ipairs(response(ctx).conditions or {}) do
    all[#all + 1] = {
      type    = condition.type,
      status  = statuses[condition.status],
      reason  = condition.reason,
      message = condition.message,
    }
  end
  return all
end

return {
  name    = "answer",
  summary = "Status, conditions, results and requirements",

  check = function(_, ctx)
    if ctx.parameters.hangs then while true do end end
    if ctx.parameters.fails then error(ctx.parameters.fails, 0) end
    for _, result in ipairs(response(ctx).results or {}) do
      if result.severity == "SEVERITY_FATAL" then ctx.reject("", result.message) end
    end
  end,

  requires = function(_, ctx)
    local all = {}
    for name, selector in pairs((response(ctx).requirements or {}).resources or {}) do
      all[name] = {
        apiVersion  = selector.apiVersion,
        kind        = selector.kind,
        namespace   = selector.namespace,
        name        = selector.matchName,
        matchLabels = selector.matchLabels and selector.matchLabels.labels,
      }
    end
    return all
  end,

  status = function(_, ctx)
    local desired = response(ctx).desired or {}
    local resource = desired.composite and desired.composite.resource or {}
    for _, result in ipairs(response(ctx).results or {}) do
      local severity = severities[result.severity]
      if severity then ctx.event(severity, result.reason or "", result.message) end
    end
    return { status = resource.status, conditions = conditions(ctx) }
  end,
}
