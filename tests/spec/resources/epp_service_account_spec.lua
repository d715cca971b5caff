local support = require "support"

describe("epp-service-account", function()
  it("says why it is absent", function()
    assert.equal("spec.host is not set", support.render().skipped["epp-service-account"])
  end)

  it("is the picker's", function()
    local docs = support.docs(support.full)
    assert.same({ apiVersion = "v1", kind = "ServiceAccount",
                  metadata = { name = "qwen-epp", namespace = "production" } }, docs["epp-service-account"])
    assert.equal("qwen-epp", docs["epp-deployment"].spec.template.spec.serviceAccountName)
  end)
end)
