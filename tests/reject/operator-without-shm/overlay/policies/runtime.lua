--- The bundle's policy with another row.
local runtime = require "policies.runtime"

runtime.settings.shmSize = "4Gi"

return runtime
