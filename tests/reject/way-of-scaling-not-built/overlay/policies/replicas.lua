--- A way of scaling that is known and not built.
local replicas = require "policies.replicas"

replicas.settings.way = "operator"

return replicas
