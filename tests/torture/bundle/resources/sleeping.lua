--- Skipped, for a reason that it makes.
return {
  name    = "sleeping",
  summary = "Never there",

  when = function(xr)
    return false, "a thing of size " .. xr.spec.size .. " sleeps"
  end,

  render = function()
    return { apiVersion = "v1", kind = "Sleeping", metadata = { name = "never" } }
  end,
}
