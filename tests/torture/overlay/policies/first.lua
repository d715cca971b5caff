--- The policy below with another row.
local first = require "policies.first"
first.settings.factor = 3
return first
