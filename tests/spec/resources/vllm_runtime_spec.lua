local support = require "support"

describe("vllm-runtime", function()
  local function runtime(spec, options)
    return support.docs(spec, options)["vllm-runtime"]
  end

  it("is always there, as the operator's kind", function()
    local doc = runtime()
    assert.equal("production-stack.vllm.ai/v1alpha1", doc.apiVersion)
    assert.equal("VLLMRuntime", doc.kind)
    assert.same({ name = "qwen", namespace = "production" }, doc.metadata)
  end)

  it("serves the model as it is called", function()
    assert.equal("org/model", runtime().spec.model.modelURL)
  end)

  it("keeps a model's name from being expanded", function()
    assert.equal("org/$$(HF_TOKEN)", runtime({ model = "org/$(HF_TOKEN)" }).spec.model.modelURL)
  end)

  it("switches on what the operator switches off when it is absent", function()
    local config = runtime().spec.vllmConfig
    assert.is_true(config.v1)
    assert.is_true(config.enablePrefixCaching)
    assert.is_true(config.enableChunkedPrefill)
  end)

  it("has no prefix to cache in a pooling model", function()
    local config = runtime({ model = "BAAI/bge-m3" }).spec.vllmConfig
    assert.is_false(config.enablePrefixCaching)
    assert.is_false(config.enableChunkedPrefill)
  end)

  it("writes a number of replicas only when nothing scales it", function()
    assert.equal(2, runtime({ minReplicas = 2 }).spec.deploymentConfig.replicas)
    assert.is_nil(runtime({ minReplicas = 2, scaling = { enabled = true } }).spec.deploymentConfig.replicas)
  end)

  it("takes the token of a Secret", function()
    assert.same({ hfTokenSecretName = "hugging-face", hfTokenKeyName = "token" },
                runtime({ huggingFaceSecret = { name = "hugging-face" } }).spec.model.hfTokenSecret)
    assert.is_nil(runtime().spec.model.hfTokenSecret)
  end)

  it("calls tools with the model's parser", function()
    local model = runtime({ model = "moonshotai/Kimi-K2.5", gpu = 8 }).spec.model
    assert.is_true(model.enableTool)
    assert.equal("kimi_k2", model.toolCallParser)
    assert.is_nil(runtime().spec.model.enableTool)
  end)

  it("leaves out what some operators do not declare", function()
    local config = runtime({ gpu = 8 }).spec.deploymentConfig
    assert.is_nil(config.runtimeClass)
    assert.is_nil(config.podAnnotations)
    assert.is_nil(config.shmSize)
  end)

  it("carries those when a row says so", function()
    local config = runtime(nil, { overlays = support.with_settings("runtime", [[
      settings.runtimeClass   = "nvidia"
      settings.podAnnotations = { ["karpenter.sh/do-not-disrupt"] = "true" }
      settings.shmSize        = "16Gi"
    ]]), parameters = { operator = "head" } }).spec.deploymentConfig
    assert.equal("nvidia", config.runtimeClass)
    assert.same({ ["karpenter.sh/do-not-disrupt"] = "true" }, config.podAnnotations)
    assert.equal("16Gi", config.shmSize)
  end)

  it("says how the operator may scale it, where that is the way", function()
    local native = { parameters = { way = "operator" } }
    assert.is_nil(runtime({ scaling = { enabled = true } }).spec.autoscalingConfig)
    assert.is_nil(runtime({}, native).spec.autoscalingConfig)
    local spec = runtime({ scaling = { enabled = true } }, native).spec
    assert.is_true(spec.autoscalingConfig.enabled)
    assert.is_nil(spec.deploymentConfig.replicas)
  end)

  it("is ready while anything serves, also while it grows", function()
    local object = support.docs(nil, { bare = false })["vllm-runtime"]
    assert.same({
      policy   = "DeriveFromCelQuery",
      celQuery = 'has(object.status) && ((has(object.status.modelStatus) && object.status.modelStatus == "Ready")'
        .. ' || (has(object.status.availableReplicas) && object.status.availableReplicas >= 1))',
    }, object.spec.readiness)
  end)
end)
