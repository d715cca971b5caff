--- A way of scaling that there is not.
local replicas = require "policies.replicas"

replicas.settings.profile = "statefulset"

return replicas
