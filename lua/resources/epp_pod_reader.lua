--- Lets the endpoint picker see the pods it chooses among.
local names = require "lib.names"
local rbac  = require "lib.rbac"

local rules = { rbac.read("", { "pods" }) }

return {
  name    = "epp-pod-reader",
  summary = "Right of the endpoint picker to see pods",
  when    = "spec.host",

  render = function(xr)
    return {
      apiVersion = "rbac.authorization.k8s.io/v1",
      kind       = "Role",
      metadata   = names.picker_metadata(xr, "pod-reader"),
      rules      = rules,
    }
  end,
}
