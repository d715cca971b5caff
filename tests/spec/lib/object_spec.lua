local support = require "support"

describe("lib.object", function()
  local function objects(spec, options)
    return support.docs(spec, { bare = false, metadata = options and options.metadata,
                                overlays = options and options.overlays })
  end

  it("wraps a manifest without changing it", function()
    local bare, wrapped = support.docs(support.zero), objects(support.zero)
    for name, doc in pairs(bare) do
      assert.same(doc, wrapped[name].spec.forProvider.manifest)
    end
  end)

  it("stays in the XR's namespace", function()
    local object = objects({ targetNamespace = "models" })["vllm-runtime"]
    assert.equal("production", object.metadata.namespace)
    assert.equal("models", object.spec.forProvider.manifest.metadata.namespace)
  end)

  it("names the ProviderConfig by kind and name", function()
    local object = objects({ providerConfigName = "gpu-cluster" })["vllm-runtime"]
    assert.same({ kind = "ProviderConfig", name = "gpu-cluster" }, object.spec.providerConfigRef)
  end)

  it("is marked as this bundle's", function()
    for _, object in pairs(objects(support.zero)) do
      assert.same({ ["inference.devopstoolkit.ai/bundle"] = "llm-inference" }, object.metadata.annotations)
    end
  end)

  it("has no labels of its own", function()
    assert.is_nil(objects()["vllm-runtime"].metadata.labels)
  end)

  it("takes over what policies put on it", function()
    local policy = [[return { name = "trial", summary = "", mutate = function(doc, ctx)
      ctx.object.labels.team = "a"
      ctx.object.annotations["example.com/note"] = "b"
      return doc
    end }]]
    local object = objects(nil, { overlays = { { ["policies/trial.lua"] = policy } } })["vllm-runtime"]
    assert.same({ team = "a" }, object.metadata.labels)
    assert.same({ ["example.com/note"] = "b", ["inference.devopstoolkit.ai/bundle"] = "llm-inference" },
                object.metadata.annotations)
    assert.is_nil(object.spec.forProvider.manifest.metadata.labels)
  end)

  it("cannot be robbed of its mark", function()
    local policy = [[return { name = "trial", summary = "", mutate = function(doc, ctx)
      ctx.object.annotations["inference.devopstoolkit.ai/bundle"] = "another"
      return doc
    end }]]
    local object = objects(nil, { overlays = { { ["policies/trial.lua"] = policy } } })["vllm-runtime"]
    assert.equal("llm-inference", object.metadata.annotations["inference.devopstoolkit.ai/bundle"])
  end)

  it("is named after the XR and the resource", function()
    for name, object in pairs(objects(support.zero)) do
      assert.equal("qwen-" .. name, object.metadata.name)
    end
  end)

  it("is ready when it was made, where there is no status to wait for", function()
    local all = objects(support.zero)
    for _, name in ipairs { "inference-pool", "inference-objective", "epp-config", "epp-service-account",
                            "epp-pod-reader", "epp-pool-reader", "epp-pod-reader-binding",
                            "epp-pool-reader-binding", "epp-service", "service-monitor",
                            "epp-service-monitor" } do
      assert.same({ policy = "SuccessfulCreate" }, all[name].spec.readiness)
    end
  end)
end)
