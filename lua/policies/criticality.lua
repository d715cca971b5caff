--- What a criticality is worth to the endpoint picker.
local settings = {
  -- InferenceObjective priorities. The picker sheds only below 0 (GAIE v1.3.1 to llm-d-router
  -- v0.10, seen at a saturated pool), so 0 changes nothing; the overlay load-shedding makes it -10.
  priorities = { critical = 100, sheddable = 0 },
}

-- Without the picker's header a request has priority 0, whatever the objective of its pool.
local function warn_unshed(xr, priority, ctx)
  if xr.spec.host == nil or xr.spec.criticality ~= "sheddable" or priority < 0 then return end
  ctx.warn("spec.criticality", "sheddable has priority " .. priority
           .. ", and the endpoint picker sheds only below 0, so nothing is shed",
           "make it negative with the overlay load-shedding; clients must also send "
           .. ctx.decided.picker.header .. ": " .. xr.metadata.name)
end

return {
  name     = "criticality",
  summary  = "Turns a criticality into a priority",
  settings = settings,

  decide = function(xr, ctx)
    local priority = settings.priorities[xr.spec.criticality]
    warn_unshed(xr, priority, ctx)
    return { priority = priority }
  end,
}
