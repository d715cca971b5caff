local function f(n) return n == 0 and {} or { f(n - 1) } end
return { name = 'it', summary = 's', render = function() return { apiVersion = 'v1', kind = 'X', metadata = { name = 'n' }, d = f(80), g = setmetatable({}, { __index = function(t, k) return t[k .. 'x'] end }).y } end }
