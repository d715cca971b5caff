local support = require "support"

describe("model-deployment", function()
  local function options(overlays)
    return { parameters = { way = "deployment" }, overlays = overlays }
  end
  local function deployment(spec, overlays)
    return support.docs(spec, options(overlays))["model-deployment"]
  end
  local function pod(spec, overlays)
    return deployment(spec, overlays).spec.template.spec
  end

  it("says why it is absent, and what is absent for it", function()
    assert.equal("a VLLMRuntime runs the model", support.render().skipped["model-deployment"])
    assert.equal("a Deployment runs the model", support.render(nil, options()).skipped["vllm-runtime"])
  end)

  it("selects by the operator's label alone, so that pool and queries fit", function()
    local doc = deployment()
    assert.same({ app = "qwen" }, doc.spec.selector.matchLabels)
    assert.same({ app = "qwen" }, doc.spec.template.metadata.labels)
    assert.same({ app = "qwen" },
                support.docs(support.full, options())["inference-pool"].spec.selector.matchLabels)
  end)

  it("is what the ScaledObject turns", function()
    assert.same({ apiVersion = "apps/v1", kind = "Deployment", name = "qwen" },
                support.docs(support.full, options())["scaled-object"].spec.scaleTargetRef)
  end)

  it("writes a number of replicas only when nothing scales it", function()
    assert.equal(2, deployment({ minReplicas = 2 }).spec.replicas)
    assert.is_nil(deployment({ minReplicas = 2, scaling = { enabled = true } }).spec.replicas)
  end)

  it("rolls one GPU, and makes room for more", function()
    assert.same({ type = "RollingUpdate", rollingUpdate = { maxSurge = 1, maxUnavailable = 0 } },
                deployment().spec.strategy)
    assert.same({ type = "Recreate" }, deployment({ gpu = 2 }).spec.strategy)
    local roomy = support.with_settings("runtime", "settings.deployment.surge = 8")
    assert.equal("RollingUpdate", deployment({ gpu = 8 }, roomy).spec.strategy.type)
  end)

  it("waits for a load, for a node and for an image", function()
    assert.equal(1800 + 300 + 600, deployment().spec.progressDeadlineSeconds)
    local kimi = { model = "moonshotai/Kimi-K2.5", gpu = 8 }
    assert.equal(2400 + 300 + 600, deployment(kimi).spec.progressDeadlineSeconds)
  end)

  it("shares memory between GPUs, not within one", function()
    assert.is_nil(pod().volumes)
    assert.same({ { name = "shm", emptyDir = { medium = "Memory", sizeLimit = "16Gi" } } }, pod({ gpu = 8 }).volumes)
    local rows = support.with_settings("runtime", [[settings.shmSize = "1Gi"]])
    assert.equal("1Gi", pod(nil, rows).volumes[1].emptyDir.sizeLimit)
  end)

  it("goes where the runtime's pods go", function()
    assert.same({ { key = "nvidia.com/gpu", operator = "Exists", effect = "NoSchedule" } }, pod().tolerations)
    assert.same({ { matchExpressions = { { key = "kubernetes.io/os", operator = "In", values = { "linux" } } } } },
                pod().affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms)
  end)

  it("carries the rows that some operators do not declare", function()
    local rows = support.with_settings("runtime", [[
      settings.runtimeClass   = "nvidia"
      settings.podAnnotations = { ["karpenter.sh/do-not-disrupt"] = "true" }
    ]])
    assert.equal("nvidia", pod(nil, rows).runtimeClassName)
    assert.same({ ["karpenter.sh/do-not-disrupt"] = "true" },
                deployment(nil, rows).spec.template.metadata.annotations)
    assert.is_nil(pod().runtimeClassName)
  end)

  it("has no token and no variables of its neighbours", function()
    assert.is_false(pod().automountServiceAccountToken)
    assert.is_false(pod().enableServiceLinks)
  end)

  it("is ready while anything serves, and asleep", function()
    local object = support.docs(nil, { bare = false, parameters = { way = "deployment" } })["model-deployment"]
    assert.same({
      policy   = "DeriveFromCelQuery",
      celQuery = "has(object.status) && ((has(object.status.availableReplicas)"
        .. " && object.status.availableReplicas >= 1) || (has(object.status.observedGeneration)"
        .. " && has(object.spec.replicas) && object.spec.replicas == 0))",
    }, object.spec.readiness)
  end)
end)
