local support = require "support"

describe("lib.server", function()
  local function container(spec, overlays)
    local docs = support.docs(spec, { parameters = { way = "deployment" }, overlays = overlays })
    return docs["model-deployment"].spec.template.spec.containers[1]
  end
  local function runtime(spec) return support.docs(spec)["vllm-runtime"].spec end

  local kimi = { model = "moonshotai/Kimi-K2.5", gpu = 8, huggingFaceSecret = { name = "hugging-face", key = "kimi" } }
  local t4   = { model = "Qwen/Qwen2.5-3B-Instruct" }
  local bge  = { model = "BAAI/bge-m3" }

  local function words(spec)
    local found = {}
    for i, word in ipairs(container(spec).args) do found[word] = container(spec).args[i + 1] or true end
    return found
  end

  -- Each field that the bundle writes into a VLLMRuntime, and the flag that the operator makes of it.
  local flags = {
    ["model.dtype"]                     = "--dtype",
    ["model.maxModelLen"]               = "--max-model-len",
    ["model.toolCallParser"]            = "--tool-call-parser",
    ["vllmConfig.port"]                 = "--port",
    ["vllmConfig.gpuMemoryUtilization"] = "--gpu-memory-utilization",
    ["vllmConfig.tensorParallelSize"]   = "--tensor-parallel-size",
  }
  local switches = {
    ["vllmConfig.enablePrefixCaching"]  = "prefix-caching",
    ["vllmConfig.enableChunkedPrefill"] = "chunked-prefill",
  }
  local elsewhere = {
    ["model.modelURL"] = true, ["model.hfTokenSecret"] = true, ["model.enableTool"] = true,
    ["vllmConfig.v1"] = true, ["vllmConfig.env"] = true, ["vllmConfig.extraArgs"] = true,
  }

  it("has a flag for every option of the runtime, of the same value", function()
    for _, spec in ipairs { kimi, t4, bge, {} } do
      local found = words(spec)
      for _, part in ipairs { "model", "vllmConfig" } do
        for field, value in pairs(runtime(spec)[part]) do
          local name = part .. "." .. field
          if flags[name] then
            assert.equal(tostring(value), found[flags[name]], name)
          elseif switches[name] then
            assert.truthy(found[(value and "--enable-" or "--no-enable-") .. switches[name]], name)
          else
            assert.truthy(elsewhere[name], name)
          end
        end
      end
    end
  end)

  it("serves the model as it is called, without expanding it", function()
    assert.equal("org/model", container().args[1])
    assert.equal("org/$$(HF_TOKEN)", container({ model = "org/$(HF_TOKEN)" }).args[1])
  end)

  it("calls tools where the model has a parser", function()
    assert.truthy(words(kimi)["--enable-auto-tool-choice"])
    assert.is_nil(words(t4)["--enable-auto-tool-choice"])
  end)

  it("ends with the model's own arguments", function()
    local args, extra = container(kimi).args, runtime(kimi).vllmConfig.extraArgs
    assert.same(extra, { table.unpack(args, #args - #extra + 1) })
  end)

  it("sets what the operator sets, and the token last", function()
    assert.same({
      { name = "VLLM_USE_V1", value = "1" },
      { name = "VLLM_WORKER_MULTIPROC_METHOD", value = "spawn" },
      { name = "HF_TOKEN", valueFrom = { secretKeyRef = { name = "hugging-face", key = "kimi" } } },
    }, container(kimi).env)
    assert.same({ { name = "VLLM_USE_V1", value = "1" } }, container().env)
  end)

  it("runs the same image, with the same resources", function()
    local wanted = runtime(kimi).deploymentConfig
    assert.equal(wanted.image.registry .. "/" .. wanted.image.name, container(kimi).image)
    local amounts = { cpu = wanted.resources.cpu, memory = wanted.resources.memory,
                      ["nvidia.com/gpu"] = wanted.resources.gpu }
    assert.same({ requests = amounts, limits = amounts }, container(kimi).resources)
  end)

  it("is not started again while it loads", function()
    local function patience(spec)
      local probe = container(spec).startupProbe
      return probe.periodSeconds * probe.failureThreshold
    end
    assert.equal(2100, patience())
    assert.equal(2700, patience(kimi))
    local odd = support.with_settings("model", "settings.defaults.load = 1801")
    assert.equal(211, container(nil, odd).startupProbe.failureThreshold)
  end)

  it("asks for health at the port it serves on", function()
    local found = container()
    assert.same({ { name = "http", containerPort = 8000 } }, found.ports)
    for _, name in ipairs { "startupProbe", "readinessProbe", "livenessProbe" } do
      assert.same({ path = "/health", port = "http" }, found[name].httpGet)
    end
  end)

  it("gives up what a model server does not need", function()
    assert.same({ allowPrivilegeEscalation = false, capabilities = { drop = { "ALL" } },
                  seccompProfile = { type = "RuntimeDefault" } }, container().securityContext)
  end)

  it("mounts what is shared", function()
    assert.same({ { name = "shm", mountPath = "/dev/shm" } }, container(kimi).volumeMounts)
    assert.is_nil(container().volumeMounts)
  end)
end)
