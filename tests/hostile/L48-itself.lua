--- L48: a module that needs itself.
-- expect: error
require "policies.hostile"
return { name = "hostile" }
