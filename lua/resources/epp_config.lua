--- What the endpoint picker scores pods by. It is read once, at the picker's start.
local names = require "lib.names"

return {
  name    = "epp-config",
  summary = "Configuration of the endpoint picker",
  when    = "spec.host",

  render = function(xr, ctx)
    local picker = ctx.decided.picker
    return {
      apiVersion = "v1",
      kind       = "ConfigMap",
      metadata   = names.picker_metadata(xr),
      data       = { [picker.file] = picker.config },
    }
  end,
}
