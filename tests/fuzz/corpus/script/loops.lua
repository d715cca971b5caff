return { name = 'it', summary = 's', render = function() while true do pcall(error, {}) end end }
