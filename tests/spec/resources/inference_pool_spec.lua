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

  it("has no field that the v1.3.1 CRD refuses", function()
    assert.is_nil(doc.spec.appProtocol)
  end)
end)
