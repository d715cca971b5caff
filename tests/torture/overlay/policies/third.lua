--- One policy more.
return {
  name    = "third",
  summary = "Decides little",
  decide  = function(xr) return { size = xr.spec.size } end,
}
