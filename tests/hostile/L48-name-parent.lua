--- L48: a module with a name that is none.
-- expect: error
require "../hostile"
return { name = "hostile" }
