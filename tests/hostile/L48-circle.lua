--- L48: two modules that need each other.
-- expect: error in a circle
-- files: { ["lib/a.lua"] = "return require 'lib.b'", ["lib/b.lua"] = "return require 'lib.a'" }
require "lib.a"
return { name = "hostile" }
