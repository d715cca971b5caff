return { name = 'it', summary = 's', render = function() local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(i) end end }
