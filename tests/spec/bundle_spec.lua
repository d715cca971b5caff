local support = require "support"
local luxr = require "luxr"

describe("bundle", function()
  local order = {
    "vllm-runtime", "inference-pool", "inference-objective", "http-route", "epp-config", "epp-service-account",
    "epp-pod-reader", "epp-pool-reader", "epp-pod-reader-binding", "epp-pool-reader-binding", "epp-deployment",
    "epp-service", "service-monitor", "scaled-object", "epp-service-monitor",
  }

  it("makes the fifteen in the order of the requirements", function()
    assert.same(order, support.render(support.zero).order)
  end)

  it("makes exactly fourteen of the requirements' full example", function()
    local result = support.render { model = "meta-llama/Llama-3.3-70B-Instruct", gpu = 8, host = "llama.example.com",
      providerConfigName = "inference-large", criticality = "critical", minReplicas = 1, maxReplicas = 4,
      scaling = { enabled = true, metric = "queue-depth" } }
    assert.same({ table.unpack(order, 1, 14) }, result.order)
    assert.same({}, result.warnings)
  end)

  it("says what it is", function()
    local described = support.open():describe()
    assert.equal("llm-inference", described.name)
    assert.equal(luxr.version, described.version)
  end)

  it("never renders nothing", function()
    local overlay = { ["overlay.lua"] = [[return { name = "trial",
      remove = { policies = { "replicas", "operator", "nodes", "references", "runtime", "scaling", "picker" },
                 resources = { "vllm-runtime", "model-deployment", "model-service", "service-monitor" } } }]] }
    assert.same({ "no resource was rendered, and the bundle does not say 'empty = true'" },
                support.errors({}, { overlays = { overlay } }))
  end)

  it("is the one built in", function()
    local plain = luxr.open():render(support.input(support.zero), { format = "yaml", memory = support.memory })
    assert.equal(support.open():render(support.input(support.zero), { format = "yaml", memory = support.memory }).text, plain.text)
  end)

  it("says the same twice, and in another order of fields", function()
    local function text(input) return support.open():render(input, { format = "yaml", memory = support.memory }).text end
    local first = text [[
apiVersion: inference.devopstoolkit.ai/v1alpha1
kind: LLMInference
metadata: {name: qwen, namespace: production}
spec: {model: org/model, providerConfigName: a, host: qwen.example.com, minReplicas: 0, scaling: {enabled: true}}
]]
    local second = text [[
spec: {scaling: {enabled: true}, minReplicas: 0, host: qwen.example.com, providerConfigName: a, model: org/model}
metadata: {namespace: production, name: qwen}
kind: LLMInference
apiVersion: inference.devopstoolkit.ai/v1alpha1
]]
    assert.equal(first, second)
    assert.is_true(#first > 5000)
  end)

  it("knows its own Objects, and will not lose one", function()
    local stray = { apiVersion = "kubernetes.m.crossplane.io/v1alpha1", kind = "Object",
                    metadata = { name = "qwen-old",
                                 annotations = { ["inference.devopstoolkit.ai/bundle"] = "llm-inference" } } }
    local result = support.render({}, { bare = false, live = true, observed = { old = stray } })
    assert.is_false(result.ok)
    assert.equal("would delete 'old': it exists and is no longer rendered", result.errors[1].sentence)
  end)

  it("lets go of what its `when` explains", function()
    local mine = { apiVersion = "kubernetes.m.crossplane.io/v1alpha1", kind = "Object",
                   metadata = { name = "qwen-http-route",
                                annotations = { ["inference.devopstoolkit.ai/bundle"] = "llm-inference" } } }
    assert.is_true(support.render({}, { bare = false, live = true, observed = { ["http-route"] = mine } }).ok)
  end)

  it("lets go of what another way of scaling runs", function()
    local function object(name)
      return { apiVersion = "kubernetes.m.crossplane.io/v1alpha1", kind = "Object",
               metadata = { name = name,
                            annotations = { ["inference.devopstoolkit.ai/bundle"] = "llm-inference" } } }
    end
    local function render(name, way)
      return support.render({}, { bare = false, live = true, parameters = { way = way },
                                  observed = { [name] = object("qwen-" .. name) } })
    end
    for name, way in pairs { ["vllm-runtime"] = "deployment", ["model-deployment"] = "vllmruntime",
                             ["model-service"] = "vllmruntime" } do
      local result = render(name, way)
      assert.is_true(result.ok)
      assert.truthy(result.skipped[name]:find("runs the model", 1, true))
    end
    local scaled = support.render({ scaling = { enabled = true } }, {
      bare = false, live = true, parameters = { way = "operator" },
      observed = { ["scaled-object"] = object "qwen-scaled-object" } })
    assert.is_true(scaled.ok)
    assert.equal("the vLLM operator scales the model", scaled.skipped["scaled-object"])
  end)

  it("lets go of what an `each` no longer names, and of nothing else", function()
    local shards = [[return { name = "shards", summary = "",
      each = function() return { ["shard-1"] = {} } end,
      render = function(xr) return { apiVersion = "v1", kind = "ConfigMap",
        metadata = { name = "shard-1", namespace = xr.metadata.namespace } } end }]]
    local overlays = { { ["resources/shards.lua"] = shards } }
    local function render(observed)
      return support.render({}, { bare = false, live = true, overlays = overlays, observed = observed })
    end
    local made = render({}).documents["shard-1"]
    assert.equal("shards", made.metadata.annotations["inference.devopstoolkit.ai/resource"])
    assert.is_true(render({ ["shard-2"] = made }).ok)
    made.metadata.annotations["inference.devopstoolkit.ai/resource"] = nil
    assert.is_false(render({ ["shard-2"] = made }).ok)
  end)

  it("leaves Objects of others alone", function()
    local other = { apiVersion = "kubernetes.m.crossplane.io/v1alpha1", kind = "Object", metadata = { name = "other" } }
    assert.is_true(support.render({}, { bare = false, live = true, observed = { other = other } }).ok)
  end)
end)
