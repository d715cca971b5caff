local support = require "support"

describe("lib native", function()
  local native = { parameters = { way = "operator" } }
  local counts = "the vLLM operator counts running requests, 5 a replica, and tokens a second"

  local function scaled(more)
    local spec = { scaling = { enabled = true } }
    for key, value in pairs(more or {}) do spec[key] = value end
    return spec
  end

  local function config(spec, overlays)
    return support.decided("scaling", spec or scaled(), { parameters = native.parameters, overlays = overlays }).native
  end

  it("writes all three objects, and all that the operator reads", function()
    assert.same({
      enabled = true, minReplicas = 1, maxReplicas = 3, pollingInterval = 15,
      scaleUpPolicy   = { stabilizationWindowSeconds = 0, podValue = 1, periodSeconds = 60 },
      scaleDownPolicy = { stabilizationWindowSeconds = 600, podValue = 1, periodSeconds = 300,
                          scaleToZeroDelaySeconds = 1800 },
      triggers = {
        prometheusAddress = "http://kube-prometheus-stack-prometheus.prometheus-system:9090",
        requestsRunningThreshold = 5, generationTokensThreshold = 100, promptTokensThreshold = 100,
      },
    }, config())
  end)

  it("asks the Prometheus of the XR, within its bounds", function()
    local found = config { minReplicas = 2, maxReplicas = 7,
                           scaling = { enabled = true, prometheusAddress = "http://thanos:9090" } }
    assert.equal("http://thanos:9090", found.triggers.prometheusAddress)
    assert.equal(2, found.minReplicas)
    assert.equal(7, found.maxReplicas)
  end)

  it("waits for a slow load before it takes the last replica", function()
    assert.equal(2400, config(scaled { model = "moonshotai/Kimi-K2.5" }).scaleDownPolicy.scaleToZeroDelaySeconds)
  end)

  it("follows the pace that KEDA would be told", function()
    local found = config(nil, support.with_settings("scaling", [[
      settings.behavior.scaleUp = { stabilizationWindowSeconds = 30,
                                    policies = { { type = "Pods", value = 2, periodSeconds = 90 } } }]]))
    assert.same({ stabilizationWindowSeconds = 30, podValue = 2, periodSeconds = 90 }, found.scaleUpPolicy)
  end)

  it("refuses a pace that the operator cannot be told", function()
    for direction, field in pairs { up = "scaleUp", down = "scaleDown" } do
      for _, policies in ipairs { [[{ { type = "Percent", value = 100, periodSeconds = 60 } }]],
                                  [[{ { type = "Pods", value = 1, periodSeconds = 60 },
                                      { type = "Pods", value = 2, periodSeconds = 120 } }]] } do
        local overlays = support.with_settings("scaling", "settings.behavior." .. field .. ".policies = " .. policies)
        assert.same({ "spec.scaling: the vLLM operator scales " .. direction .. " by one policy of type Pods, "
                      .. "and settings.behavior of the policy scaling has others" },
                    support.errors(scaled(), { parameters = native.parameters, overlays = overlays }))
      end
    end
  end)

  it("warns that queue depth is not what is counted", function()
    assert.same({ "spec.scaling.metric: queue-depth is not what scales the model: " .. counts },
                support.warnings(scaled(), native))
  end)

  it("refuses the metrics that nothing stands in for", function()
    for _, metric in ipairs { "kv-cache", "latency" } do
      assert.same({ "spec.scaling.metric: " .. metric .. " cannot scale the model: " .. counts },
                  support.errors({ scaling = { enabled = true, metric = metric } }, native))
    end
    assert.same({ "use the way vllmruntime or deployment (the parameter way)" },
                support.hints({ scaling = { enabled = true, metric = "latency" } }, native))
  end)

  it("refuses to let a model sleep that only the picker's requests could wake", function()
    assert.same({ "spec.minReplicas: is 0, and the vLLM operator would not wake the model: it does not see the "
                  .. "requests that the endpoint picker holds" }, support.errors(support.zero, native))
  end)

  it("warns where a router of others may wake it", function()
    local found = support.warnings(scaled { minReplicas = 0 }, native)
    assert.equal(2, #found)
    assert.equal("spec.minReplicas: is 0, and only production-stack's router, which nothing here makes, wakes the "
                 .. "model; while it sees traffic, no replica is taken away", found[2])
  end)

  it("says nothing where nothing scales", function()
    assert.same({}, support.warnings({ minReplicas = 0, host = "qwen.example.com" }, native))
  end)
end)
