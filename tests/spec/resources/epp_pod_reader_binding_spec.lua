local support = require "support"

describe("epp-pod-reader-binding", function()
  it("says why it is absent", function()
    assert.equal("spec.host is not set", support.render().skipped["epp-pod-reader-binding"])
  end)

  it("gives epp-pod-reader to the picker", function()
    local docs = support.docs(support.full)
    local doc = docs["epp-pod-reader-binding"]
    assert.equal("RoleBinding", doc.kind)
    assert.equal(docs["epp-pod-reader"].metadata.name, doc.roleRef.name)
    assert.equal(docs["epp-service-account"].metadata.name, doc.subjects[1].name)
  end)
end)
