local support = require "support"

describe("policy monitoring", function()
  it("labels, scrapes and always does", function()
    assert.same({
      labels = { release = "kube-prometheus-stack" }, interval = "15s", pickerInterval = "10s", always = true,
    }, support.decided "monitoring")
  end)

  it("lets parameters choose another Prometheus", function()
    local decided = support.decided("monitoring", nil, { parameters = { monitoring = { release = "prometheus" } } })
    assert.same({ release = "prometheus" }, decided.labels)
  end)
end)
