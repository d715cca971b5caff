local support = require "support"

describe("policy nodes", function()
  local function on(pool, way)
    return { parameters = { nodes = pool, way = way } }
  end

  local function runtime(pool, spec)
    return support.docs(spec, on(pool))["vllm-runtime"].spec.deploymentConfig
  end

  local function keys(terms)
    local found = {}
    for i, expression in ipairs(terms[1].matchExpressions) do
      found[i] = expression.key .. "=" .. expression.values[1]
    end
    return found
  end

  it("takes any node with GPUs where nobody chooses", function()
    assert.same({}, support.decided "nodes")
    assert.same(support.docs()["vllm-runtime"], support.docs(nil, on "any")["vllm-runtime"])
  end)

  it("asks for the pool's labels beside the neutral one", function()
    assert.same({ "kubernetes.io/os=linux", "cloud.google.com/gke-accelerator=nvidia-tesla-t4" },
                keys(runtime("gke-t4").nodeSelectorTerms))
    assert.equal(1, #runtime("gke-t4").nodeSelectorTerms)
  end)

  it("tolerates the pool's taints beside that of all GPU pools", function()
    assert.same({ { key = "nvidia.com/gpu", operator = "Exists", effect = "NoSchedule" } },
                runtime("gke-t4").toleration)
    assert.same({ { key = "nvidia.com/gpu", operator = "Exists", effect = "NoSchedule" },
                  { key = "kubernetes.azure.com/scalesetpriority", operator = "Equal", value = "spot",
                    effect = "NoSchedule" } }, runtime("aks-t4-spot").toleration)
  end)

  it("keeps the autoscaler of nodes from a pod that took minutes to load", function()
    assert.same({ ["cluster-autoscaler.kubernetes.io/safe-to-evict"] = "false" },
                runtime("eks-a10g").podAnnotations)
    assert.same({ ["karpenter.sh/do-not-disrupt"] = "true" }, runtime("karpenter-a100").podAnnotations)
  end)

  it("keeps a row of policies.runtime beside its own annotations", function()
    local options = on "eks-a10g"
    options.overlays = support.with_settings("runtime", [[settings.podAnnotations = { team = "a" }]])
    assert.same({ ["cluster-autoscaler.kubernetes.io/safe-to-evict"] = "false", team = "a" },
                support.docs(nil, options)["vllm-runtime"].spec.deploymentConfig.podAnnotations)
  end)

  it("says what an older operator cannot be told", function()
    local options = on "gke-t4"
    options.parameters.operator = "0.1.11"
    local found = support.docs(nil, options)["vllm-runtime"].spec.deploymentConfig
    assert.is_nil(found.podAnnotations)
    assert.equal("cloud.google.com/gke-accelerator", found.nodeSelectorTerms[1].matchExpressions[2].key)
    assert.truthy(table.concat(support.notes(nil, options), "\n"):find("the autoscaler of nodes gke-t4 may move a "
                  .. "pod that has loaded: the vLLM operator 0.1.11 has no podAnnotations to keep it with", 1, true))
    options.parameters.nodes = "any"
    assert.is_nil(table.concat(support.notes(nil, options), "\n"):find("autoscaler of nodes", 1, true))
  end)

  it("says the same of a Deployment's pod", function()
    local template = support.docs(nil, on("aks-t4-spot", "deployment"))["model-deployment"].spec.template
    assert.same({ ["cluster-autoscaler.kubernetes.io/safe-to-evict"] = "false" }, template.metadata.annotations)
    assert.same({ "kubernetes.io/os=linux", "kubernetes.azure.com/scalesetpriority=spot",
                  "node.kubernetes.io/instance-type=Standard_NC4as_T4_v3" },
                keys(template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms))
    assert.equal(2, #template.spec.tolerations)
  end)

  it("refuses a pool that nobody has", function()
    assert.same({ "parameters.nodes: there is no pool of nodes called 'gke-t5', only aks-t4, aks-t4-spot, any, "
                  .. "eks-a100, eks-a10g, gke-a100, gke-t4, karpenter-a100, karpenter-a10g" },
                support.errors(nil, on "gke-t5"))
    assert.same({ "did you mean 'gke-t4'?" }, support.hints(nil, on "gke-t5"))
  end)

  it("refuses more GPUs than a node has", function()
    assert.same({ "spec.gpu: must be at most 1 on nodes gke-t4: no pod gets more GPUs than a node has, and this one "
                  .. "would wait for ever" }, support.errors({ gpu = 2 }, on "gke-t4"))
    assert.equal("8", runtime("gke-a100", { gpu = 8 }).resources.gpu)
    assert.equal(1, #support.errors({ gpu = 9 }, on "karpenter-a10g"))
  end)

  it("takes a platform's own row, and its own default", function()
    local options = { overlays = support.with_settings("nodes", [[
      settings.profiles.ours = { labels = { pool = "gpu" }, taints = { { key = "ours", effect = "NoExecute" } }, gpus = 2 }
      settings.profile = "ours"]]) }
    local found = support.docs({ gpu = 2 }, options)["vllm-runtime"].spec.deploymentConfig
    assert.same({ "kubernetes.io/os=linux", "pool=gpu" }, keys(found.nodeSelectorTerms))
    assert.same({ key = "ours", operator = "Exists", effect = "NoExecute" }, found.toleration[2])
    assert.is_nil(found.podAnnotations)
    assert.same({ "spec.gpu: must be at most 2 on nodes ours: no pod gets more GPUs than a node has, and this one "
                  .. "would wait for ever" }, support.errors({ gpu = 4 }, options))
  end)

  it("refuses a default that is no row", function()
    local options = { overlays = support.with_settings("nodes", [[settings.profile = "gke-t6"]]) }
    assert.truthy(support.errors(nil, options)[1]:find("spec: there is no pool of nodes called 'gke-t6'", 1, true))
  end)
end)
