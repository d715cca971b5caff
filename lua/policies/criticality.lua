--- What a criticality is worth to the endpoint picker.
local settings = {
  -- InferenceObjective priorities. The picker sheds only below 0 (GAIE v1.3.1 to llm-d-router
  -- v0.10, seen at a saturated pool), so 0 changes nothing; the overlay load-shedding makes it -10.
  priorities = { critical = 100, sheddable = 0 },

  -- Without this header a request has priority 0, whatever the objective of its pool.
  header = "x-gateway-inference-objective",
}

return {
  name     = "criticality",
  summary  = "Turns a criticality into a priority",
  settings = settings,

  check = function(xr, ctx)
    local spec = xr.spec
    local criticality = spec.criticality
    if spec.host == nil or criticality ~= "sheddable" then return end
    local priority = settings.priorities[criticality]
    if priority >= 0 then
      ctx.warn("spec.criticality", "sheddable has priority " .. priority
               .. ", and the endpoint picker sheds only below 0, so nothing is shed",
               "make it negative with the overlay load-shedding; clients must also send "
               .. settings.header .. ": " .. xr.metadata.name)
    end
  end,

  decide = function(xr)
    return { priority = settings.priorities[xr.spec.criticality] }
  end,
}
