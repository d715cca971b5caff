local support = require "support"

describe("inference-objective", function()
  it("says why it is absent", function()
    assert.equal("spec.host is not set", support.render().skipped["inference-objective"])
  end)

  it("gives the pool its priority", function()
    local doc = support.docs(support.full)["inference-objective"]
    assert.equal(100, doc.spec.priority)
    assert.same({ group = "inference.networking.k8s.io", kind = "InferencePool", name = "qwen" },
                doc.spec.poolRef)
  end)

  it("is of the group that the picker watches", function()
    local function version(picker)
      return support.docs(support.full, { parameters = { picker = picker } })["inference-objective"].apiVersion
    end
    assert.equal("inference.networking.x-k8s.io/v1alpha2", version "v1.3.1")
    assert.equal("inference.networking.x-k8s.io/v1alpha2", version "v1.5.0")
    assert.equal("llm-d.ai/v1alpha2", version "llm-d-router-v0.10")
  end)
end)
