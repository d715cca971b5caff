local support = require "support"

describe("policy scaling", function()
  local model = 'namespace="production",job="qwen"'
  local picker = 'namespace="production",job="qwen-epp",inference_pool="qwen"'

  local function triggers(metric, spec, options)
    local full = { scaling = { enabled = true, metric = metric } }
    for key, value in pairs(spec or {}) do full[key] = value end
    return support.docs(full, options)["scaled-object"].spec.triggers
  end

  local function names(list)
    local found = {}
    for i, trigger in ipairs(list) do found[i] = trigger.name end
    return found
  end

  local function query(list, name)
    for _, trigger in ipairs(list) do
      if trigger.name == name then return trigger.metadata.query end
    end
  end

  local zero = { host = "qwen.example.com", minReplicas = 0 }

  it("decides nothing while nothing scales", function()
    assert.same({}, support.decided "scaling")
  end)

  it("has signals for each metric that the schema takes", function()
    for _, metric in ipairs { "queue-depth", "kv-cache", "latency" } do
      assert.is_true(#triggers(metric) > 0)
    end
    assert.is_false(support.render({ scaling = { enabled = true, metric = "cpu" } }).ok)
  end)

  it("divides a queue by the replicas", function()
    assert.same({ {
      type = "prometheus", name = "queue-depth", metricType = "AverageValue",
      metadata = {
        serverAddress    = "http://kube-prometheus-stack-prometheus.prometheus-system:9090",
        query            = "sum(vllm:num_requests_waiting{" .. model .. "})",
        threshold        = "3",
        ignoreNullValues = "false",
      },
    } }, triggers "queue-depth")
  end)

  it("compares a mean as it is", function()
    assert.same({ {
      type = "prometheus", name = "kv-cache", metricType = "Value",
      metadata = {
        serverAddress    = "http://kube-prometheus-stack-prometheus.prometheus-system:9090",
        query            = "avg(vllm:kv_cache_usage_perc{" .. model .. "})",
        threshold        = "0.8",
        ignoreNullValues = "false",
      },
    } }, triggers "kv-cache")
  end)

  it("pairs the objectives of latency with the queue", function()
    local list = triggers "latency"
    assert.same({ "time-to-first-token", "inter-token-latency", "queue-depth" }, names(list))
    assert.equal("Value", list[1].metricType)
    assert.equal("0.5", list[1].metadata.threshold)
    assert.equal("(histogram_quantile(0.95, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket{" .. model
                 .. "}[5m]))) > 0) or vector(0)", list[1].metadata.query)
    assert.equal("Value", list[2].metricType)
    assert.equal("0.1", list[2].metadata.threshold)
    assert.equal("(histogram_quantile(0.95, sum by (le) (rate(vllm:inter_token_latency_seconds_bucket{" .. model
                 .. "}[5m]))) > 0) or vector(0)", list[2].metadata.query)
    assert.equal("AverageValue", list[3].metricType)
  end)

  it("asks the Prometheus of the XR", function()
    local spec = { scaling = { enabled = true, metric = "latency", prometheusAddress = "https://prometheus:9443/a@b" } }
    for _, trigger in ipairs(support.docs(spec)["scaled-object"].spec.triggers) do
      assert.equal("https://prometheus:9443/a@b", trigger.metadata.serverAddress)
    end
  end)

  it("asks in the target namespace", function()
    assert.equal('sum(vllm:num_requests_waiting{namespace="models",job="qwen"})',
                 query(triggers("queue-depth", { targetNamespace = "models" }), "queue-depth"))
  end)

  it("starts one pod a minute, and stops one in five", function()
    local docs = support.docs { scaling = { enabled = true } }
    local function policy(seconds) return { { type = "Pods", value = 1, periodSeconds = seconds } } end
    assert.same({
      scaleUp   = { stabilizationWindowSeconds = 0, policies = policy(60) },
      scaleDown = { stabilizationWindowSeconds = 600, policies = policy(300) },
    }, docs["scaled-object"].spec.advanced.horizontalPodAutoscalerConfig.behavior)
  end)

  describe("at zero", function()
    local held = "(sum(vllm:num_requests_waiting{" .. model .. "}) or vector(0))"
              .. " + (sum(inference_extension_flow_control_queue_size{" .. picker .. "}) or vector(0))"

    it("counts what the picker holds", function()
      assert.equal(held, query(triggers("queue-depth", zero), "queue-depth"))
    end)

    it("counts it for every metric, and keeps what serves", function()
      assert.same({ "queue-depth", "keep-alive" }, names(triggers("queue-depth", zero)))
      assert.same({ "kv-cache", "queue-depth", "keep-alive" }, names(triggers("kv-cache", zero)))
      assert.same({ "time-to-first-token", "inter-token-latency", "queue-depth", "keep-alive" },
                  names(triggers("latency", zero)))
      assert.equal(held, query(triggers("kv-cache", zero), "queue-depth"))
      assert.equal(held, query(triggers("latency", zero), "queue-depth"))
    end)

    -- Value at its own threshold would hold the count for ever.
    it("keeps a model alive by one while it serves", function()
      local trigger = triggers("queue-depth", zero)[2]
      assert.equal("(sum(vllm:num_requests_running{" .. model .. "}) > bool 0) or vector(0)", trigger.metadata.query)
      assert.equal("1", trigger.metadata.threshold)
      assert.equal("AverageValue", trigger.metricType)
    end)

    it("wakes at the first request, and takes no series for none", function()
      for _, trigger in ipairs(triggers("latency", zero)) do
        assert.equal("0", trigger.metadata.activationThreshold)
        assert.equal("true", trigger.metadata.ignoreNullValues)
      end
    end)

    it("reads the queue of the picker that is there", function()
      local list = triggers("queue-depth", zero, { parameters = { picker = "llm-d-router-v0.10" } })
      assert.truthy(query(list, "queue-depth")
        :find("sum(llm_d_epp_flow_control_queue_size{" .. picker .. "})", 1, true))
    end)

    it("waits as long as the model loads", function()
      local spec = support.docs({ model = "moonshotai/Kimi-K2.5", gpu = 8, host = "kimi.example.com", minReplicas = 0,
                                  scaling = { enabled = true } })["scaled-object"].spec
      assert.equal(2400, spec.cooldownPeriod)
      assert.equal(2400, spec.initialCooldownPeriod)
    end)

    it("has no picker's term without a host, and warns", function()
      local list = triggers("queue-depth", { minReplicas = 0 })
      assert.equal("sum(vllm:num_requests_waiting{" .. model .. "}) or vector(0)", query(list, "queue-depth"))
      assert.same({ "spec.minReplicas: is 0, and host is not set: nothing can wake the model from zero" },
                  support.warnings { minReplicas = 0, scaling = { enabled = true } })
    end)

    it("does not warn of what can wake, or never sleeps", function()
      assert.same({}, support.warnings(support.zero))
      assert.same({}, support.warnings { minReplicas = 0 })
      assert.same({}, support.warnings { scaling = { enabled = true } })
    end)
  end)

  it("fills in what an overlay changes", function()
    local options = { overlays = support.with_settings("scaling", [[
      settings.quantile = "0.99"
      settings.window   = "10m"
      settings.triggers["time-to-first-token"].threshold = 1
    ]]) }
    local first = triggers("latency", nil, options)[1]
    assert.equal("1", first.metadata.threshold)
    assert.truthy(first.metadata.query:find("histogram_quantile(0.99,", 1, true))
    assert.truthy(first.metadata.query:find("[10m]", 1, true))
  end)
end)
