--- One manifest, with text of many kinds in it.
local text = require "lib.text"

return {
  name     = "plain",
  summary  = "The thing itself",
  envelope = { readiness = "object" },

  render = function(xr, ctx)
    return {
      apiVersion = "v1",
      kind       = "Plain",
      metadata   = { name = xr.metadata.name, namespace = xr.metadata.namespace },
      spec = {
        size    = xr.spec.size,
        parts   = xr.spec.parts,
        labels  = xr.spec.labels,
        decided = ctx.decided.first,
        text    = text.lines(20),
        odd     = { ["yes"] = "no", ["1.0"] = "0x10", empty = luxr.list {}, null = luxr.null,
                    float = 0.1, large = 9007199254740993, quote = "a: 'b' #c", tab = "\t" },
      },
    }
  end,
}
