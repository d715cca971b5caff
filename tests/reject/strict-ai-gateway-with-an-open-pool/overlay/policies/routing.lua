--- The bundle's policy with another row.
local routing = require "policies.routing"

routing.settings.failureMode = "FailOpen"

return routing
