--- Gives the endpoint picker its right to see pods.
local rbac = require "lib.rbac"

return {
  name    = "epp-pod-reader-binding",
  summary = "Binding of epp-pod-reader to the endpoint picker",
  when    = "spec.host",

  render = function(xr)
    return rbac.binding(xr, "pod-reader")
  end,
}
