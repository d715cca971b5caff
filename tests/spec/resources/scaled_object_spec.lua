local support = require "support"

describe("scaled-object", function()
  local function scaler(spec, options)
    return support.docs(spec, options)["scaled-object"]
  end
  local doc = scaler { minReplicas = 2, maxReplicas = 5, scaling = { enabled = true } }

  it("says why it is absent", function()
    assert.equal("spec.scaling.enabled is false", support.render().skipped["scaled-object"])
    assert.equal("the vLLM operator scales the model",
                 support.render({ scaling = { enabled = true } }, { parameters = { way = "operator" } }).skipped["scaled-object"])
  end)

  -- The operator deletes any ScaledObject called <name>-scaledobject.
  it("is called as the runtime", function()
    assert.equal("qwen", doc.metadata.name)
  end)

  it("scales the runtime, not the Deployment that the operator puts back", function()
    assert.same({ apiVersion = "production-stack.vllm.ai/v1alpha1", kind = "VLLMRuntime", name = "qwen" },
                doc.spec.scaleTargetRef)
  end)

  it("stays between the two numbers", function()
    assert.equal(2, doc.spec.minReplicaCount)
    assert.equal(5, doc.spec.maxReplicaCount)
  end)

  it("falls back to the minimum, or to more if there is more", function()
    assert.same({ failureThreshold = 3, behavior = "currentReplicasIfHigher", replicas = 2 }, doc.spec.fallback)
  end)

  it("leaves KEDA's own pace where the model never sleeps", function()
    assert.is_nil(doc.spec.pollingInterval)
    assert.is_nil(doc.spec.cooldownPeriod)
    assert.is_nil(doc.spec.initialCooldownPeriod)
  end)

  it("asks often and waits long where it may", function()
    local zero = scaler(support.zero).spec
    assert.equal(0, zero.minReplicaCount)
    assert.equal(10, zero.pollingInterval)
    assert.equal(1800, zero.cooldownPeriod)
    assert.equal(1800, zero.initialCooldownPeriod)
    assert.is_nil(zero.fallback)
  end)

  it("is ready when KEDA says so", function()
    assert.same({ policy = "DeriveFromObject" },
                scaler({ scaling = { enabled = true } }, { bare = false }).spec.readiness)
  end)
end)
