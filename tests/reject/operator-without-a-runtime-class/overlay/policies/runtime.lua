--- The bundle's policy with another row.
local runtime = require "policies.runtime"

runtime.settings.runtimeClass = "nvidia"

return runtime
