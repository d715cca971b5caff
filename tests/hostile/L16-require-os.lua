--- L16: a library of stock Lua as a module.
-- expect: error there is no module 'os'
local os = require "os"
return { name = "hostile", check = os.exit }
