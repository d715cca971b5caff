local support = require "support"

describe("inference-pool", function()
  local doc = support.docs(support.full)["inference-pool"]

  it("says why it is absent", function()
    assert.equal("spec.host is not set", support.render().skipped["inference-pool"])
  end)

  it("selects by the one label that the operator sets", function()
    assert.same({ app = "qwen" }, doc.spec.selector.matchLabels)
  end)

  it("sends to the port that vLLM serves on", function()
    assert.same({ { number = 8000 } }, doc.spec.targetPorts)
  end)

  it("writes out what stub CRDs do not default", function()
    assert.same({
      group = "", kind = "Service", name = "qwen-epp", port = { number = 9002 }, failureMode = "FailClose",
    }, doc.spec.endpointPickerRef)
  end)

  it("tells an AI Gateway what it would take for granted, and others nothing", function()
    assert.is_nil(doc.metadata.annotations)
    local told = support.docs(support.full, { parameters = { gateway = "envoy-ai-gateway" } })["inference-pool"]
    assert.equal("duplex", told.metadata.annotations["aigateway.envoyproxy.io/processing-body-mode"])
    assert.same(doc.spec, told.spec)
  end)

  it("has no field that the v1.3.1 CRD refuses", function()
    assert.is_nil(doc.spec.appProtocol)
  end)
end)
