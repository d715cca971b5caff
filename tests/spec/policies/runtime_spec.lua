local support = require "support"

describe("policy runtime", function()
  local function decided(spec)
    return support.decided("runtime", spec)
  end

  it("runs the image that carries vLLM where the operator looks for it", function()
    assert.same({ registry = "docker.io", name = "lmcache/vllm-openai:v0.3.13" }, decided().image)
  end)

  it("leaves a tenth of a GPU's memory, and serves on the operator's port", function()
    assert.equal("0.9", decided().gpuMemory)
    assert.equal(8000, decided().port)
  end)

  it("gives each GPU 2 CPUs and 8Gi, written as the operator compares them", function()
    assert.same({ cpu = "2", memory = "8Gi", gpu = "1" }, decided().resources)
    assert.same({ cpu = "16", memory = "64Gi", gpu = "8" }, decided({ gpu = 8 }).resources)
    assert.same({ cpu = "128", memory = "512Gi", gpu = "64" }, decided({ gpu = 64 }).resources)
  end)

  it("gives a model the memory of its row", function()
    assert.same({ cpu = "16", memory = "1Ti", gpu = "8" },
                decided({ model = "moonshotai/Kimi-K2.5", gpu = 8 }).resources)
  end)

  it("writes larger units when a row makes them", function()
    local options = { overlays = support.with_settings("runtime", [[settings.memoryPerGpu = "128Gi"]]) }
    assert.equal("1Ti", support.decided("runtime", { gpu = 8 }, options).resources.memory)
  end)

  it("splits a model over several GPUs, in processes that are spawned", function()
    assert.is_nil(decided().parallel)
    assert.is_nil(decided().env)
    assert.equal(2, decided({ gpu = 2 }).parallel)
    assert.same({ { name = "VLLM_WORKER_MULTIPROC_METHOD", value = "spawn" } }, decided({ gpu = 2 }).env)
  end)

  it("always has a term of node selection, which the operator needs", function()
    assert.same({ { matchExpressions = { { key = "kubernetes.io/os", operator = "In", values = { "linux" } } } } },
                decided().nodeSelectorTerms)
  end)

  it("tolerates the taint of GPU nodes", function()
    assert.same({ { key = "nvidia.com/gpu", operator = "Exists", effect = "NoSchedule" } }, decided().toleration)
  end)

  describe("refuses of a Deployment:", function()
    local function broken(code)
      return support.broken("model-deployment", code, { gpu = 2 }, { parameters = { way = "deployment" } })
    end

    it("labels in a selector that can never change", function()
      assert.same({ "model-deployment: spec.selector.matchLabels: must be app alone, not team: a selector can never "
                    .. "change" }, broken "doc.spec.selector.matchLabels.team = \"a\"")
    end)

    it("a rolling update that makes room first", function()
      assert.same({ "model-deployment: spec.strategy.rollingUpdate: must be absent where the strategy is Recreate: "
                    .. "Kubernetes refuses both" }, broken "doc.spec.strategy.rollingUpdate = { maxSurge = 1 }")
    end)
  end)

  describe("refuses what the operator trips over:", function()
    local function broken(code)
      return support.broken("vllm-runtime", code)
    end

    it("labels", function()
      assert.same({ "vllm-runtime: metadata.labels: must be absent: the operator puts labels into a selector "
                    .. "that cannot change" }, broken "doc.metadata.labels = { team = \"a\" }")
    end)

    it("an LMCache that is off", function()
      assert.same({ "vllm-runtime: spec.lmCacheConfig: must be absent when it is off: the operator would update "
                    .. "for ever" }, broken "doc.spec.lmCacheConfig = { enabled = false }")
    end)

    it("no term of node selection", function()
      local sentence = "vllm-runtime: spec.deploymentConfig.nodeSelectorTerms: must hold a term, if a neutral one: "
                    .. "the operator panics without any"
      assert.same({ sentence }, broken "doc.spec.deploymentConfig.nodeSelectorTerms = nil")
      assert.same({ sentence }, broken "doc.spec.deploymentConfig.nodeSelectorTerms = luxr.list {}")
    end)

    it("a runtime class without a name", function()
      assert.same({ "vllm-runtime: spec.deploymentConfig.runtimeClass: must not be empty text: Kubernetes refuses "
                    .. "the pod" }, broken "doc.spec.deploymentConfig.runtimeClass = \"\"")
    end)

    it("quantities in another form", function()
      assert.same({ "vllm-runtime: spec.deploymentConfig.resources.cpu: 16000m must be written 16: the operator "
                    .. "compares texts, and would update for ever" },
                  broken "doc.spec.deploymentConfig.resources.cpu = \"16000m\"")
      assert.same({ "vllm-runtime: spec.deploymentConfig.resources.memory: 1024Gi must be written 1Ti: the operator "
                    .. "compares texts, and would update for ever" },
                  broken "doc.spec.deploymentConfig.resources.memory = \"1024Gi\"")
    end)
  end)
end)
