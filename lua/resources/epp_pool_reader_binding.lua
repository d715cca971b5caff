--- Gives the endpoint picker its right to see its pool.
local rbac = require "lib.rbac"

return {
  name    = "epp-pool-reader-binding",
  summary = "Binding of epp-pool-reader to the endpoint picker",
  when    = "spec.host",

  render = function(xr)
    return rbac.binding(xr, "pool-reader")
  end,
}
