local support = require "support"

describe("epp-pod-reader", function()
  it("says why it is absent", function()
    assert.equal("spec.host is not set", support.render().skipped["epp-pod-reader"])
  end)

  it("sees pods, and nothing else", function()
    local doc = support.docs(support.full)["epp-pod-reader"]
    assert.equal("Role", doc.kind)
    assert.equal("qwen-epp-pod-reader", doc.metadata.name)
    assert.same({ { apiGroups = { "" }, resources = { "pods" }, verbs = { "get", "watch", "list" } } }, doc.rules)
  end)
end)
