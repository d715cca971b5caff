--- L49: a module that counts renders.
-- expect: output text: render 1
-- expect: no output text: render 2
-- as: resources/hostile.lua
-- files: { ["lib/counter.lua"] = "return { count = 0 }" }
-- inputs: 3
local counter = require "lib.counter"
return {
  name = "hostile",
  render = function(xr)
    counter.count = counter.count + 1
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = xr.metadata.name .. "-count" },
      data = { text = "render " .. counter.count },
    }
  end,
}
