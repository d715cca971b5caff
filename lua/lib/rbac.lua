--- Rules and bindings of the endpoint picker.
local names = require "lib.names"

local rbac = {}

--- A rule to see resources of one API group, and to do nothing to them.
function rbac.read(group, resources)
  return { apiGroups = { group }, resources = resources, verbs = { "get", "watch", "list" } }
end

--- The picker's ServiceAccount bound to one of its Roles.
function rbac.binding(xr, part)
  local metadata = names.picker_metadata(xr, part)
  return {
    apiVersion = "rbac.authorization.k8s.io/v1",
    kind       = "RoleBinding",
    metadata   = metadata,
    subjects   = {
      {
        kind      = "ServiceAccount",
        name      = names.picker(xr),
        namespace = metadata.namespace,
      },
    },
    roleRef = {
      apiGroup = "rbac.authorization.k8s.io",
      kind     = "Role",
      name     = metadata.name,  -- the Role's, too
    },
  }
end

return rbac
