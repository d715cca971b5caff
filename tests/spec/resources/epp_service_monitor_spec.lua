local support = require "support"

describe("epp-service-monitor", function()
  local function reason(spec)
    return support.render(spec).skipped["epp-service-monitor"]
  end

  it("says why it is absent", function()
    assert.equal("spec.host is not set", reason { minReplicas = 0, scaling = { enabled = true } })
    assert.equal("spec.scaling.enabled is false", reason { minReplicas = 0, host = "qwen.example.com" })
    assert.equal("spec.minReplicas is not 0", reason(support.full))
  end)

  it("scrapes the picker where it is the only signal", function()
    local doc = support.docs(support.zero)["epp-service-monitor"]
    assert.same({ name = "qwen-epp", namespace = "production", labels = { release = "kube-prometheus-stack" } },
                doc.metadata)
    assert.same({ matchLabels = { ["app.kubernetes.io/name"] = "qwen-epp" } }, doc.spec.selector)
    assert.same({ { port = "http-metrics", path = "/metrics", interval = "10s" } }, doc.spec.endpoints)
  end)
end)
