local support = require "support"

describe("service-monitor", function()
  local doc = support.docs()["service-monitor"]

  it("is there without scaling too", function()
    assert.equal("ServiceMonitor", doc.kind)
  end)

  it("can be tied to scaling", function()
    local options = { overlays = support.with_settings("monitoring", [[settings.when = "scaling"]]) }
    assert.equal("spec.scaling.enabled is false", support.render(nil, options).skipped["service-monitor"])
    assert.truthy(support.docs({ scaling = { enabled = true } }, options)["service-monitor"])
  end)

  it("carries the label that Prometheus looks for", function()
    assert.same({ release = "kube-prometheus-stack" }, doc.metadata.labels)
  end)

  it("takes all Services, and keeps the one without labels by its name", function()
    assert.same({}, doc.spec.selector)
    assert.same({ {
      port = "http", path = "/metrics", interval = "15s",
      relabelings = { { action = "keep", sourceLabels = { "__meta_kubernetes_service_name" }, regex = "qwen" } },
    } }, doc.spec.endpoints)
  end)
end)
