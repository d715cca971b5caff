return { name = 'it', summary = 's', render = function(xr, ctx) xr.spec.count = 1 return xr end }
