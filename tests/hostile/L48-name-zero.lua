--- L48: a module with a name that is none.
-- expect: error
require "lib.a\0"
return { name = "hostile" }
