--- Lets the endpoint picker see its pool, and the objectives and rewrites that refer to it.
local names = require "lib.names"
local rbac  = require "lib.rbac"

local pools = rbac.read("inference.networking.k8s.io", { "inferencepools" })

-- The picker watches whichever of these exist, and never gets ready where it is forbidden to.
local function rules(groups)
  local list = { pools }
  for _, group in ipairs(groups) do
    list[#list + 1] = rbac.read(group, { "inferenceobjectives", "inferencemodelrewrites" })
  end
  return list
end

return {
  name    = "epp-pool-reader",
  summary = "Right of the endpoint picker to see its pool and objectives",
  when    = "spec.host",

  render = function(xr, ctx)
    return {
      apiVersion = "rbac.authorization.k8s.io/v1",
      kind       = "Role",
      metadata   = names.picker_metadata(xr, "pool-reader"),
      rules      = rules(ctx.decided.picker.groups),
    }
  end,
}
