--- The bundle's policy with another row.
local scaling = require "policies.scaling"

scaling.settings.behavior.scaleUp.policies = { { type = "Percent", value = 100, periodSeconds = 60 } }

return scaling
