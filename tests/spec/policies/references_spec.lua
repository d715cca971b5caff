local support = require "support"

describe("policy references", function()
  local function broken(name, code, spec)
    return support.broken(name, code, spec or support.zero)
  end

  local function leads_nowhere(name, path, found, target, expected)
    return { name .. ": " .. path .. ": " .. found .. " leads nowhere: " .. target .. " has " .. expected }
  end

  it("passes all that the bundle makes", function()
    for _, spec in ipairs { {}, support.full, support.zero, { minReplicas = 0, scaling = { enabled = true } } } do
      assert.is_true(support.render(spec).ok)
    end
  end)

  it("follows the route to the pool", function()
    local at = "spec.rules[0].backendRefs[0]."
    assert.same(leads_nowhere("http-route", at .. "name", "other", "inference-pool", "qwen"),
                broken("http-route", "doc.spec.rules[1].backendRefs[1].name = \"other\""))
    assert.same(leads_nowhere("http-route", at .. "group", "x", "inference-pool", "inference.networking.k8s.io"),
                broken("http-route", "doc.spec.rules[1].backendRefs[1].group = \"x\""))
    assert.same(leads_nowhere("http-route", at .. "kind", "Service", "inference-pool", "InferencePool"),
                broken("http-route", "doc.spec.rules[1].backendRefs[1].kind = \"Service\""))
  end)

  it("follows the objective to the pool", function()
    assert.same(leads_nowhere("inference-objective", "spec.poolRef.name", "other", "inference-pool", "qwen"),
                broken("inference-objective", "doc.spec.poolRef.name = \"other\""))
  end)

  it("follows the pool to the pods", function()
    local sentence = "inference-pool: spec.selector.matchLabels: selects nothing: vllm-runtime has other labels"
    assert.same({ sentence }, broken("inference-pool", [[
      doc.spec.selector.matchLabels = { ["app.kubernetes.io/name"] = "qwen" } ]]))
    assert.same({ sentence }, broken("inference-pool", "doc.spec.selector = {}"))
    assert.same(leads_nowhere("inference-pool", "spec.targetPorts[0].number", "9000", "vllm-runtime", "8000"),
                broken("inference-pool", "doc.spec.targetPorts[1].number = 9000"))
  end)

  it("follows the pool to the picker", function()
    assert.same(leads_nowhere("inference-pool", "spec.endpointPickerRef.name", "other", "epp-service", "qwen-epp"),
                broken("inference-pool", "doc.spec.endpointPickerRef.name = \"other\""))
    assert.same({ "inference-pool: spec.endpointPickerRef.port.number: 9003 leads nowhere: epp-service has no such "
                  .. "port" }, broken("inference-pool", "doc.spec.endpointPickerRef.port.number = 9003"))
  end)

  it("follows the picker's Service to its pod", function()
    assert.same({ "epp-service: spec.selector: selects nothing: epp-deployment has other labels" },
                broken("epp-service", "doc.spec.selector = { app = \"qwen-epp\" }"))
  end)

  it("follows the picker's pod to its account and configuration", function()
    assert.same(leads_nowhere("epp-deployment", "spec.template.spec.serviceAccountName", "default",
                              "epp-service-account", "qwen-epp"),
                broken("epp-deployment", "doc.spec.template.spec.serviceAccountName = \"default\""))
    assert.same(leads_nowhere("epp-deployment", "spec.template.spec.volumes[0].configMap.name", "other",
                              "epp-config", "qwen-epp"),
                broken("epp-deployment", "doc.spec.template.spec.volumes[1].configMap.name = \"other\""))
  end)

  it("keeps the picker out of the pool", function()
    assert.same({ "epp-deployment: spec.template.metadata.labels: the picker's pods would join the pool: "
                  .. "inference-pool selects them" },
                broken("epp-deployment", "doc.spec.template.metadata.labels.app = \"qwen\""))
  end)

  it("follows bindings to Roles", function()
    for _, role in ipairs { "pod-reader", "pool-reader" } do
      local name = "epp-" .. role
      assert.same(leads_nowhere(name .. "-binding", "roleRef.name", "admin", name, "qwen-epp-" .. role),
                  broken(name .. "-binding", "doc.roleRef.name = \"admin\""))
    end
  end)

  it("follows monitors to Services", function()
    assert.same(leads_nowhere("service-monitor", "spec.endpoints[0].relabelings[0].regex", "other",
                              "vllm-runtime", "qwen"),
                broken("service-monitor", "doc.spec.endpoints[1].relabelings[1].regex = \"other\""))
    assert.same({ "epp-service-monitor: spec.selector.matchLabels: selects nothing: epp-service has other labels" },
                broken("epp-service-monitor", "doc.spec.selector.matchLabels = { app = \"qwen-epp\" }"))
    assert.same({ "epp-service-monitor: spec.endpoints[0].port: metrics leads nowhere: epp-service has no such port" },
                broken("epp-service-monitor", "doc.spec.endpoints[1].port = \"metrics\""))
  end)

  it("follows the scaler to the runtime", function()
    local found = broken("scaled-object", "doc.spec.scaleTargetRef.name = \"other\"")
    assert.equal(leads_nowhere("scaled-object", "spec.scaleTargetRef.name", "other", "vllm-runtime", "qwen")[1], found[2])
    assert.same(leads_nowhere("scaled-object", "spec.scaleTargetRef.kind", "Deployment", "vllm-runtime", "VLLMRuntime"),
                broken("scaled-object", "doc.spec.scaleTargetRef.kind = \"Deployment\""))
    assert.same(leads_nowhere("scaled-object", "spec.scaleTargetRef.apiVersion", "apps/v1", "vllm-runtime",
                              "production-stack.vllm.ai/v1alpha1"),
                broken("scaled-object", "doc.spec.scaleTargetRef.apiVersion = \"apps/v1\""))
  end)

  it("follows the same names to a Deployment and its Service", function()
    local plain = { parameters = { way = "deployment" } }
    local function found(name, code) return support.broken(name, code, support.zero, plain) end
    assert.is_true(support.render(support.zero, plain).ok)
    assert.same({ "inference-pool: spec.selector.matchLabels: selects nothing: model-deployment has other labels" },
                found("inference-pool", "doc.spec.selector.matchLabels = { app = \"other\" }"))
    assert.same(leads_nowhere("inference-pool", "spec.targetPorts[0].number", "9000", "model-deployment", "8000"),
                found("inference-pool", "doc.spec.targetPorts[1].number = 9000"))
    assert.same({ "model-service: spec.selector: selects nothing: model-deployment has other labels" },
                found("model-service", "doc.spec.selector = { app = \"other\" }"))
    assert.same({ "model-service: spec.ports[0].targetPort: web leads nowhere: model-deployment has no such port" },
                found("model-service", "doc.spec.ports[1].targetPort = \"web\""))
    assert.same(leads_nowhere("service-monitor", "spec.endpoints[0].relabelings[0].regex", "other",
                              "model-service", "qwen"),
                found("service-monitor", "doc.spec.endpoints[1].relabelings[1].regex = \"other\""))
    assert.same(leads_nowhere("scaled-object", "spec.scaleTargetRef.kind", "VLLMRuntime", "model-deployment",
                              "Deployment"),
                found("scaled-object", "doc.spec.scaleTargetRef.kind = \"VLLMRuntime\""))
  end)

  it("follows queries to the series that are scraped", function()
    local at = "scaled-object: spec.triggers[0].metadata.query: "
    local function query(text)
      return broken("scaled-object", ("doc.spec.triggers[1].metadata.query = %q"):format(text))
    end
    assert.same({ at .. "no monitor makes the job that the query asks for in {namespace=\"production\"}" },
                query 'sum(vllm:num_requests_waiting{namespace="production"})')
    assert.same({ at .. "no monitor makes the job that the query asks for in "
                  .. "{namespace=\"production\",job=\"other\"}" },
                query 'sum(vllm:num_requests_waiting{namespace="production",job="other"})')
    assert.same({ at .. "the query must ask for namespace=\"production\": another namespace may have a job of this "
                  .. "name" }, query 'sum(vllm:num_requests_waiting{job="qwen"})')
  end)

  it("takes a namespace for what it is, not for a pattern", function()
    assert.is_true(support.render({ targetNamespace = "team-a", scaling = { enabled = true } }).ok)
  end)

  it("misses the monitor that a query needs", function()
    local overlay = { ["overlay.lua"] = [[return { name = "trial",
      remove = { resources = { "epp-service-monitor" } } }]] }
    assert.same({ "scaled-object: spec.triggers[0].metadata.query: the query needs what epp-service-monitor scrapes, "
                  .. "and that is not rendered" }, support.errors(support.zero, { overlays = { overlay } }))
  end)

  it("says how to mend that", function()
    local overlay = { ["overlay.lua"] = [[return { name = "trial", remove = { resources = { "epp-config" } } }]] }
    assert.same({ "remove both, or neither" }, support.hints(support.full, { overlays = { overlay } }))
  end)

  it("misses a manifest that others refer to", function()
    local function without(name)
      local text = ([[return { name = "trial", remove = { resources = { %q } } }]]):format(name)
      return support.errors(support.full, { overlays = { { ["overlay.lua"] = text } } })
    end
    local function missing(name, target)
      return name .. ": refers to " .. target .. ", which is not rendered"
    end
    assert.same({ missing("http-route", "inference-pool"), missing("inference-objective", "inference-pool") },
                without "inference-pool")
    assert.same({ missing("inference-pool", "epp-service") }, without "epp-service")
    assert.same({ missing("epp-deployment", "epp-service-account") },
                { without("epp-service-account")[1] })
    assert.same({ missing("epp-service", "epp-deployment") }, without "epp-deployment")
    assert.same({ missing("epp-deployment", "epp-config") }, without "epp-config")
    assert.same({ missing("epp-pod-reader-binding", "epp-pod-reader") }, without "epp-pod-reader")
  end)
end)
