--- Fails in the way that spec.fault names.
local function fail_below(nothing)
  return nothing.field
end

local faults = {
  error = function() error("the scale is broken") end,
  trace = function() return fail_below(nil) end,
  loop  = function() while true do end end,
  print = function() print("weighed\tonce", "\27[31mred") end,
  slow  = function() for _ = 1, 1000 do end end,
  esc   = function(ctx) ctx.reject("spec.fault", "has \27[31m and \u{202e} in it", "no \a") end,
}

return {
  name    = "faults",
  summary = "Fails when asked to",

  check = function(xr, ctx)
    local fault = xr.spec.fault and faults[xr.spec.fault]
    if fault then fault(ctx) end
  end,
}
