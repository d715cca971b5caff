local support = require "support"

describe("epp-pool-reader-binding", function()
  it("says why it is absent", function()
    assert.equal("spec.host is not set", support.render().skipped["epp-pool-reader-binding"])
  end)

  it("gives epp-pool-reader to the picker", function()
    local docs = support.docs(support.full)
    local doc = docs["epp-pool-reader-binding"]
    assert.equal("RoleBinding", doc.kind)
    assert.equal(docs["epp-pool-reader"].metadata.name, doc.roleRef.name)
    assert.equal(docs["epp-service-account"].metadata.name, doc.subjects[1].name)
  end)
end)
