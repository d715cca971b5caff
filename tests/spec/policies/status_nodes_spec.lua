--- The condition NodesReady, and the number beside it.
local support = require "support"

local function seen(manifest)
  return { status = { atProvider = { manifest = manifest }, conditions = { { type = "Ready", status = "True" } } } }
end

local function conditions(list)
  local found = {}
  for kind, value in pairs(list) do
    found[#found + 1] = type(value) == "table"
      and { type = kind, status = value[1], reason = value[2], message = value[3] }
      or { type = kind, status = value }
  end
  return found
end

local way = { way = "deployment" }

local function workload(wanted, status)
  return seen { kind = "VLLMRuntime", spec = { deploymentConfig = { replicas = wanted } }, status = status }
end

local function deployment(wanted, status)
  status.observedGeneration = 1
  return seen { kind = "Deployment", spec = { replicas = wanted }, status = status }
end

-- Rows of the policy are changed by `code`; `more` goes to the render, its `spec` to the input.
local function nodes(observed, parameters, code, more)
  for _, object in pairs(observed) do
    object.apiVersion, object.kind = "kubernetes.m.crossplane.io/v1alpha1", "Object"
    object.metadata = { name = "any", annotations = { ["inference.devopstoolkit.ai/bundle"] = "llm-inference" } }
  end
  local options = { bare = false, live = true, observed = observed, parameters = parameters,
                    overlays = code and support.with_settings("status", code) }
  for key, value in pairs(more or {}) do options[key] = value end
  local spec = options.spec
  options.spec = nil
  local result = support.render(spec, options)
  assert.is_true(result.ok)
  for _, found in ipairs(result.conditions or {}) do
    if found.type == "NodesReady" then return found, (result.status_fields or {}).waitingReplicas end
  end
end

local function expect(found, status, reason, message)
  assert.same({ type = "NodesReady", status = status, reason = reason, message = message }, found)
end

describe("policy status, NodesReady", function()
  it("is unknown while nothing was seen, or counted", function()
    expect(nodes({}), "Unknown", "VLLMRuntimeNotObserved", "VLLMRuntime was not seen on the target cluster yet")
    expect(nodes({}, way), "Unknown", "DeploymentNotObserved",
           "Deployment was not seen on the target cluster yet")
    local found, waiting = nodes { ["vllm-runtime"] = workload(2, {}) }
    expect(found, "Unknown", "ReplicasUnknown", "the replicas were not counted yet")
    assert.is_nil(waiting)
  end)

  it("is true when all that are wanted serve, and when none is", function()
    local found, waiting = nodes { ["vllm-runtime"] = workload(2, { modelStatus = "Ready", availableReplicas = 2 }) }
    expect(found, "True", "NoneWaits", "no replica waits for a node")
    assert.equal(0, waiting)
    expect(nodes { ["vllm-runtime"] = workload(0, { modelStatus = "Ready" }) }, "True", "NoneWaits",
           "no replica waits for a node")
    -- Going down: more serve than are wanted.
    found, waiting = nodes { ["vllm-runtime"] = workload(1, { modelStatus = "Updating", availableReplicas = 3 }) }
    expect(found, "True", "NoneWaits", "no replica waits for a node")
    assert.equal(0, waiting)
  end)

  it("does not guess what the others do", function()
    local found, waiting = nodes { ["vllm-runtime"] = workload(3, { modelStatus = "Updating", availableReplicas = 1 }) }
    expect(found, "Unknown", "WaitingOrLoading",
           "2 replicas wait for GPU nodes, or load the model: only the pods say which")
    assert.equal(2, waiting)
    found, waiting = nodes({ ["model-deployment"] = deployment(2, { availableReplicas = 1 }) }, way)
    expect(found, "Unknown", "WaitingOrLoading",
           "1 replica waits for GPU nodes, or loads the model: only the pods say which")
    assert.equal(1, waiting)
  end)

  it("takes an absent number for the default of one", function()
    local _, waiting = nodes { ["vllm-runtime"] = workload(nil, { modelStatus = "NotReady" }) }
    assert.equal(1, waiting)
    _, waiting = nodes({ ["model-deployment"] = deployment(nil, {}) }, way)
    assert.equal(1, waiting)
  end)

  it("says when Kubernetes refuses the pods", function()
    local failure = { { type = "ReplicaFailure", status = "True", reason = "FailedCreate",
                        message = "pods \"qwen-1\" is forbidden: exceeded quota: gpus" } }
    expect(nodes({ ["model-deployment"] = deployment(2, { conditions = failure }) }, way), "False",
           "PodsRefused", "2 replicas have no pod: pods \"qwen-1\" is forbidden: exceeded quota: gpus")
    failure[1].status = "False"
    expect(nodes({ ["model-deployment"] = deployment(2, { conditions = failure }) }, way), "Unknown",
           "WaitingOrLoading", "2 replicas wait for GPU nodes, or load the model: only the pods say which")
  end)
end)

describe("policy status, NodesReady beside a spare", function()
  local function beside(status)
    local observed = { ["vllm-runtime"] = workload(3, { modelStatus = "Updating", availableReplicas = 1 }) }
    if status then observed["warm-spare"] = seen { kind = "Deployment", status = status } end
    return (nodes(observed, nil, nil, { spec = { scaling = { enabled = true } },
                                        overlays = { "examples/overlays/warm-spare" } }))
  end

  it("knows that nobody waits while it runs", function()
    expect(beside { observedGeneration = 1, availableReplicas = 1 }, "True", "Loading", "2 replicas have their "
           .. "nodes and do not serve yet: the spare runs, whose node one without would have taken")
  end)

  it("knows that no GPU is free while it does not", function()
    expect(beside { observedGeneration = 1, unavailableReplicas = 1 }, "False", "WaitingForNodes",
           "2 replicas wait for GPU nodes, or load on that of the spare: no GPU is free, and the spare waits for "
           .. "a node")
  end)

  it("knows no more than without while it was not seen, or not looked at", function()
    assert.equal("Unknown", beside().status)
    assert.equal("Unknown", beside({}).status)
  end)
end)

describe("policy status, NodesReady with the pods", function()
  local code = "settings.pods = true"

  local function pod(name, scheduled)
    return { apiVersion = "v1", kind = "Pod",
             metadata = { name = name, namespace = "production", labels = { app = "qwen" } },
             status = { conditions = scheduled and conditions { PodScheduled = scheduled } or {} } }
  end

  local function with(pods, settings)
    local observed = { ["vllm-runtime"] = workload(3, { modelStatus = "Updating", availableReplicas = 1 }) }
    return (nodes(observed, nil, settings or code, { required = pods and { pods = pods } }))
  end

  local unschedulable = { "False", "Unschedulable", "0/3 nodes are available: 3 Insufficient nvidia.com/gpu." }

  it("counts those that wait, and says why", function()
    expect(with { pod("a", "True"), pod("b", unschedulable), pod("c", unschedulable) }, "False", "WaitingForNodes",
           "2 replicas wait for GPU nodes: 0/3 nodes are available: 3 Insufficient nvidia.com/gpu.")
    expect(with { pod("a", "True"), pod("b", "True"), pod("c", unschedulable) }, "False", "WaitingForNodes",
           "1 replica waits for GPU nodes: 0/3 nodes are available: 3 Insufficient nvidia.com/gpu.")
  end)

  it("knows when none does", function()
    expect(with { pod("a", "True"), pod("b", "True"), pod("c") }, "True", "Loading",
           "2 replicas have their nodes and do not serve yet: no pod waits for one")
  end)

  it("knows no more than without while they were not given", function()
    assert.equal("Unknown", with().status)
  end)

  it("does not look at them unless it asked", function()
    assert.equal("Unknown", with({ pod("b", unschedulable) }, "settings.spare = nil").status)
  end)

  -- Of another cluster: all pods in it, each in an Object.
  it("finds the model's in Objects of the provider", function()
    local rows = [[settings.podObjects = { ["example.com/holds"] = "pods" }]]
    local function held(name, app, namespace)
      local object = seen(pod(name, unschedulable))
      local metadata = object.status.atProvider.manifest.metadata
      metadata.labels.app, metadata.namespace = app, namespace
      return object
    end
    expect(with({ held("a", "qwen", "production"), held("b", "llama", "production"), held("c", "qwen", "staging") }, rows),
           "False", "WaitingForNodes",
           "1 replica waits for GPU nodes: 0/3 nodes are available: 3 Insufficient nvidia.com/gpu.")
    local result = support.render({}, { bare = false, live = true, overlays = support.with_settings("status", rows) })
    assert.same({ pods = { apiVersion = "kubernetes.m.crossplane.io/v1alpha1", kind = "Object", namespace = "production",
                           matchLabels = { ["example.com/holds"] = "pods" } } }, result.requirements)
  end)

  it("asks for those of the model", function()
    local result = support.render({}, { bare = false, live = true, overlays = support.with_settings("status", code) })
    assert.same({ pods = { apiVersion = "v1", kind = "Pod", namespace = "production", matchLabels = { app = "qwen" } } },
                result.requirements)
    assert.is_nil(support.render({}, { bare = false, live = true }).requirements)
  end)
end)
