local support = require "support"

describe("epp-service", function()
  local doc = support.docs(support.full)["epp-service"]

  it("says why it is absent", function()
    assert.equal("spec.host is not set", support.render().skipped["epp-service"])
  end)

  it("leads to the picker's pod", function()
    assert.equal("ClusterIP", doc.spec.type)
    assert.same({ inferencepool = "qwen-epp" }, doc.spec.selector)
  end)

  it("has the port that the pool names, and one for metrics", function()
    assert.same({
      { name = "grpc-ext-proc", protocol = "TCP", port = 9002, targetPort = 9002 },
      { name = "http-metrics", protocol = "TCP", port = 9090, targetPort = 9090 },
    }, doc.spec.ports)
  end)

  it("carries the label that its monitor selects", function()
    assert.same({ ["app.kubernetes.io/name"] = "qwen-epp" }, doc.metadata.labels)
  end)
end)
