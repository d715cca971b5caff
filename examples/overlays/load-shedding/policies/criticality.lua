--- The bundle's criticality policy; the endpoint picker sheds what has a priority below 0.
local criticality = require "policies.criticality"

criticality.settings.priorities.sheddable = -10

return criticality
