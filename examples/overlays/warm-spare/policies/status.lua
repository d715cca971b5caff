--- The bundle's status policy, which reads from the spare whether replicas wait for nodes.
local status = require "policies.status"

status.settings.spare = "warm-spare"

return status
