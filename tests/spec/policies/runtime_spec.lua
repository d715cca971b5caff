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

  describe("memory that processes share", function()
    local function shm(spec, operator, row)
      return support.decided("runtime", spec, { parameters = { operator = operator },
        overlays = row and support.with_settings("runtime", row) or nil }).shmSize
    end

    it("is left to an operator that cannot be told", function()
      for _, operator in ipairs { "0.1.11", "0.1.12" } do
        assert.is_nil(shm({ gpu = 8 }, operator))
        assert.is_nil(shm({ model = "moonshotai/Kimi-K2.5", gpu = 8 }, operator))
      end
    end)

    it("is 2Gi for each of several GPUs, or the model's, or a row's", function()
      assert.is_nil(shm({}, "head"))
      assert.equal("8Gi", shm({ gpu = 4 }, "head"))
      assert.equal("4Gi", shm({ gpu = 4 }, "head", [[settings.shmPerGpu = "1Gi"]]))
      assert.equal("16Gi", shm({ model = "moonshotai/Kimi-K2.5", gpu = 4 }, "head"))
      assert.equal("1Gi", shm({ model = "moonshotai/Kimi-K2.5", gpu = 4 }, "head", [[settings.shmSize = "1Gi"]]))
    end)

    it("is missed only by a model that asks for it, and gets none", function()
      local sentence = "/dev/shm has a container's 64 MiB, not the 16Gi that the model wants: "
                    .. "the vLLM operator 0.1.12 has no shmSize"
      local kimi = { model = "moonshotai/Kimi-K2.5", gpu = 8 }
      assert.same({ sentence }, support.notes(kimi))
      assert.same({}, support.notes { gpu = 8 })
      assert.same({}, support.notes(kimi, { parameters = { operator = "head" } }))
      assert.same({}, support.notes(kimi, { parameters = { way = "deployment" } }))
    end)
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

    it("an autoscalingConfig that lacks one of its objects", function()
      for _, part in ipairs { "scaleUpPolicy", "scaleDownPolicy", "triggers" } do
        assert.same({ "vllm-runtime: spec.autoscalingConfig." .. part .. ": must be written, if only as {}: "
                      .. "the operator panics without it" },
                    support.broken("vllm-runtime", "doc.spec.autoscalingConfig." .. part .. " = nil",
                                   { scaling = { enabled = true } }, { parameters = { way = "operator" } }))
      end
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
