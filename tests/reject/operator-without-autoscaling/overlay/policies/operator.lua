--- The bundle's policy with another row.
local operator = require "policies.operator"

operator.settings.profiles["0.1.10"] = { fields = {} }

return operator
