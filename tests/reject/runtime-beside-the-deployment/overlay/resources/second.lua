--- Another one that runs pods of the model.
local names = require "lib.names"

return {
  name    = "second",
  summary = "A VLLMRuntime beside the Deployment",

  render = function(xr)
    return {
      apiVersion = "production-stack.vllm.ai/v1alpha1",
      kind       = "VLLMRuntime",
      metadata   = names.metadata(xr),
      spec       = { model = { modelURL = xr.spec.model } },
    }
  end,
}
