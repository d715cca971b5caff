--- A stamp for each that is asked for.
return {
  name    = "stamps",
  summary = "One manifest a stamp",

  when = function(xr)
    if xr.spec.stamps and #xr.spec.stamps > 0 then return true end
    return false, "no stamp is asked for"
  end,

  each = function(xr)
    local all = {}
    for _, motif in ipairs(xr.spec.stamps) do all["stamp-" .. motif] = motif end
    return all
  end,

  render = function(xr, _, motif)
    return {
      apiVersion = "print.example/v1beta1",
      kind       = "Stamp",
      metadata   = { name = xr.metadata.name .. "-" .. motif },
    }
  end,
}
