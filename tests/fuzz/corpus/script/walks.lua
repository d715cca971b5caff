return { name = 'it', summary = 's', when = 'spec.count', each = function(xr) return { a = 1, b = 2 } end,
 render = function(xr, ctx, item) local t = luxr.list{} for k, v in pairs(xr.spec) do t[#t+1] = k .. tostring(v) end table.sort(t, function(a, b) return a > b end)
 return { apiVersion = 'v1', kind = 'X', metadata = { name = 'n' .. item }, t = t, n = luxr.null, j = luxr.json.encode(t), q = luxr.quantities.multiply('64Gi', 3) } end }
