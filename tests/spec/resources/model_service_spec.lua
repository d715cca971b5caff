local support = require "support"

describe("model-service", function()
  local plain = { parameters = { way = "deployment" } }
  local docs  = support.docs(support.full, plain)
  local doc   = docs["model-service"]

  it("says why it is absent", function()
    assert.equal("a VLLMRuntime runs the model", support.render().skipped["model-service"])
  end)

  it("is called as the model: the monitor keeps that name", function()
    assert.equal("qwen", doc.metadata.name)
    assert.equal("qwen", docs["service-monitor"].spec.endpoints[1].relabelings[1].regex)
    assert.equal(doc.spec.ports[1].name, docs["service-monitor"].spec.endpoints[1].port)
  end)

  it("has a label, as the operator's has not", function()
    assert.same({ ["app.kubernetes.io/name"] = "qwen" }, doc.metadata.labels)
  end)

  it("leads to the port of the pods", function()
    local template = docs["model-deployment"].spec.template
    assert.same(template.metadata.labels, doc.spec.selector)
    assert.equal(template.spec.containers[1].ports[1].name, doc.spec.ports[1].targetPort)
    assert.equal(80, doc.spec.ports[1].port)
  end)
end)
