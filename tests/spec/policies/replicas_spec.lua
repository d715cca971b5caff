local support = require "support"

describe("policy replicas", function()
  local function decided(spec)
    return support.decided("replicas", spec)
  end

  it("gives the number to the XR while nothing scales", function()
    assert.equal(1, decided().count)
    assert.equal(0, decided({ minReplicas = 0 }).count)
    assert.is_false(decided({ minReplicas = 0 }).zero)
  end)

  it("gives it to the autoscaler otherwise", function()
    assert.is_nil(decided({ scaling = { enabled = true } }).count)
  end)

  it("knows when a model may sleep", function()
    assert.is_true(decided({ minReplicas = 0, scaling = { enabled = true } }).zero)
    assert.is_false(decided({ minReplicas = 1, scaling = { enabled = true } }).zero)
  end)

  it("refuses a maximum below the minimum", function()
    assert.same({ "spec.maxReplicas: must not be below minReplicas when scaling is enabled" },
                support.errors { minReplicas = 4, scaling = { enabled = true } })
    assert.same({ "maxReplicas is 3, and minReplicas 4" },
                support.hints { minReplicas = 4, scaling = { enabled = true } })
    assert.is_true(support.render({ minReplicas = 3, scaling = { enabled = true } }).ok)
    assert.is_true(support.render({ minReplicas = 4 }).ok)
  end)

  describe("way", function()
    local function errors(way)
      return support.errors(nil, { overlays = support.with_settings("replicas", ("settings.profile = %q"):format(way)) })
    end

    it("chooses what is scaled, by a row or by a parameter", function()
      local rows = { overlays = support.with_settings("replicas", [[settings.profile = "deployment"]]) }
      local runtime    = { apiVersion = "production-stack.vllm.ai/v1alpha1", kind = "VLLMRuntime", name = "qwen" }
      local deployment = { apiVersion = "apps/v1", kind = "Deployment", name = "qwen" }
      assert.same(runtime, decided().target)
      assert.same(deployment, support.decided("replicas", nil, rows).target)
      assert.same(deployment, support.decided("replicas", nil, { parameters = { way = "deployment" } }).target)
      rows.parameters = { way = "vllmruntime" }
      assert.same(runtime, support.decided("replicas", nil, rows).target)
    end)

    it("lets the operator scale what it runs", function()
      local options = { parameters = { way = "operator" } }
      local scaled = support.decided("replicas", { scaling = { enabled = true } }, options)
      assert.is_true(scaled.native)
      assert.equal("vllm-runtime", scaled.workload)
      assert.is_nil(scaled.count)
      local still = support.decided("replicas", nil, options)
      assert.is_nil(still.native)
      assert.equal(1, still.count)
    end)

    it("says which parameter was meant", function()
      local options = { parameters = { way = "deploymnet" } }
      assert.same({ "parameters.way: there is no way of scaling called 'deploymnet', "
                    .. "only deployment, operator, vllmruntime" }, support.errors(nil, options))
      assert.same({ "did you mean 'deployment'?" }, support.hints(nil, options))
      assert.same({ "parameters.way: must be a non-empty string" },
                  support.errors(nil, { parameters = { way = "" } }))
    end)

    it("says which there are", function()
      assert.same({ "spec.scaling: there is no way of scaling called 'keda', only deployment, operator, vllmruntime" },
                  errors "keda")
    end)
  end)

  describe("owner", function()
    local field = "vllm-runtime: spec.deploymentConfig.replicas"

    it("is one: not the runtime beside a ScaledObject", function()
      assert.same({ "scaled-object: spec.scaleTargetRef: owns the number of replicas, and so does " .. field },
                  support.broken("vllm-runtime", "doc.spec.deploymentConfig.replicas = 2", support.full))
    end)

    it("is one: not the operator beside a ScaledObject", function()
      assert.same({ "scaled-object: spec.scaleTargetRef: owns the number of replicas, and so does "
                    .. "vllm-runtime: spec.autoscalingConfig.enabled" },
                  support.broken("vllm-runtime", "doc.spec.autoscalingConfig = { enabled = true, "
                                 .. "scaleUpPolicy = {}, scaleDownPolicy = {}, triggers = {} }", support.full))
    end)

    local native = { parameters = { way = "operator" } }

    it("is one: not a number beside the operator", function()
      assert.same({ "vllm-runtime: spec.autoscalingConfig.enabled: owns the number of replicas, and so does " .. field },
                  support.broken("vllm-runtime", "doc.spec.deploymentConfig.replicas = 2", support.full, native))
    end)

    it("is one: not a ScaledObject beside the operator, whatever it is called", function()
      for _, name in ipairs { "own", "qwen", "qwen-scaledobject" } do
        local extra = ([[return { name = "own", summary = "", render = function(xr)
          return { apiVersion = "keda.sh/v1alpha1", kind = "ScaledObject",
                   metadata = { name = %q, namespace = xr.metadata.namespace },
                   spec = { minReplicaCount = 1, triggers = {},
                            scaleTargetRef = { kind = "VLLMRuntime", name = xr.metadata.name } } }
        end }]]):format(name)
        assert.same({ "own: spec.scaleTargetRef: owns the number of replicas, and so does "
                      .. "vllm-runtime: spec.autoscalingConfig.enabled" },
                    support.errors(support.full, { parameters = native.parameters,
                                                   overlays = { { ["resources/own.lua"] = extra } } }))
      end
    end)

    it("is not nobody where the operator was to be", function()
      assert.same({ field .. ": nothing owns the number of replicas: it is not set, and no autoscaler has it" },
                  support.broken("vllm-runtime", "doc.spec.autoscalingConfig.enabled = false", support.full, native))
    end)

    it("is one: not two autoscalers", function()
      local extra = [[return { name = "own-hpa", summary = "", render = function(xr)
        return { apiVersion = "autoscaling/v2", kind = "HorizontalPodAutoscaler",
                 metadata = { name = xr.metadata.name, namespace = xr.metadata.namespace },
                 spec = { scaleTargetRef = { apiVersion = "apps/v1", kind = "Deployment", name = xr.metadata.name } } }
      end }]]
      assert.same({ "scaled-object: spec.scaleTargetRef: owns the number of replicas, and so does "
                    .. "own-hpa: spec.scaleTargetRef" },
                  support.errors(support.full, { overlays = { { ["resources/own_hpa.lua"] = extra } } }))
    end)

    local plain = { parameters = { way = "deployment" } }

    it("is one: not the Deployment beside a ScaledObject", function()
      assert.same({ "scaled-object: spec.scaleTargetRef: owns the number of replicas, and so does "
                    .. "model-deployment: spec.replicas" },
                  support.broken("model-deployment", "doc.spec.replicas = 2", support.full, plain))
    end)

    it("is one: not a Deployment that the operator would change", function()
      local extra = [[return { name = "own", summary = "", render = function(xr)
        return { apiVersion = "apps/v1", kind = "Deployment",
                 metadata = { name = xr.metadata.name, namespace = xr.metadata.namespace },
                 spec = { template = {} } }
      end }]]
      assert.same({ "own: metadata.name: owns the number of replicas, and so does " .. field },
                  support.errors({}, { overlays = { { ["resources/own.lua"] = extra } } }))
    end)

    it("is not nobody of a Deployment", function()
      assert.same({ "model-deployment: spec.replicas: nothing owns the number of replicas: it is not set, "
                    .. "and no autoscaler has it" },
                  support.broken("model-deployment", "doc.spec.replicas = nil", nil, plain))
    end)

    it("is not nobody", function()
      assert.same({ field .. ": nothing owns the number of replicas: it is not set, and no autoscaler has it" },
                  support.broken("vllm-runtime", "doc.spec.deploymentConfig.replicas = nil"))
    end)
  end)
end)
