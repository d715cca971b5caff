--- How heavy a parcel may be, and what it costs.
local settings = { most = 10000, warn = 5000, cents = 2 }

return {
  name     = "weight",
  summary  = "Refuses heavy parcels; finds the postage",
  settings = settings,

  check = function(xr, ctx)
    if xr.spec.grams > settings.most then
      ctx.reject("spec.grams", "must not be above " .. settings.most, "send two parcels")
    elseif xr.spec.grams > settings.warn then
      ctx.warn("spec.grams", "is heavy")
    end
  end,

  decide = function(xr, ctx)
    ctx.note("postage is for the country")
    return {
      postage = { cents = xr.spec.grams * settings.cents, zone = ctx.parameters.zone },
      rounded = false,
    }
  end,
}
