--- The bundle's scaling policy with other numbers in its rows.
local scaling  = require "policies.scaling"  -- the one below this layer
local settings = scaling.settings

settings.triggers["queue-depth"].threshold         = 1     -- waiting requests a replica
settings.triggers["kv-cache"].threshold            = 0.6   -- share of the cache in use
settings.triggers["time-to-first-token"].threshold = 0.25  -- seconds

settings.behavior.scaleUp.policies[1].value = 2

return scaling
