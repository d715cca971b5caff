--- Who the endpoint picker is to the API server.
local names = require "lib.names"

return {
  name    = "epp-service-account",
  summary = "Identity of the endpoint picker",
  when    = "spec.host",

  render = function(xr)
    return {
      apiVersion = "v1",
      kind       = "ServiceAccount",
      metadata   = names.picker_metadata(xr),
    }
  end,
}
