--- L48: a module that raises.
-- expect: error no such luck
-- files: { ["lib/a.lua"] = "error('no such luck')" }
require "lib.a"
return { name = "hostile" }
