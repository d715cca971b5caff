local support = require "support"

describe("epp-deployment", function()
  local function deployment(spec, options)
    return support.docs(spec or support.full, options)["epp-deployment"]
  end
  local doc = deployment()

  it("says why it is absent", function()
    assert.equal("spec.host is not set", support.render().skipped["epp-deployment"])
  end)

  it("is one pod, and never two", function()
    assert.equal(1, doc.spec.replicas)
    assert.same({ type = "Recreate" }, doc.spec.strategy)
    assert.equal(130, doc.spec.template.spec.terminationGracePeriodSeconds)
  end)

  it("selects its own pods, which do not join the pool", function()
    assert.same({ inferencepool = "qwen-epp" }, doc.spec.selector.matchLabels)
    assert.same({ inferencepool = "qwen-epp" }, doc.spec.template.metadata.labels)
  end)

  it("mounts its configuration", function()
    assert.same({ { name = "plugins-config-volume", configMap = { name = "qwen-epp" } } },
                doc.spec.template.spec.volumes)
  end)

  it("rolls when its configuration changes, and only then", function()
    local function digest(spec)
      return deployment(spec).spec.template.metadata.annotations["inference.devopstoolkit.ai/config-sha256"]
    end
    assert.equal(64, #digest())
    assert.equal(digest(), digest { host = "other.example.com", gpu = 4 })
    assert.not_equal(digest(), digest(support.zero))
  end)

  it("is ready when its pod is", function()
    assert.same({
      policy   = "DeriveFromCelQuery",
      celQuery = "has(object.status) && has(object.status.availableReplicas)"
        .. " && object.status.availableReplicas >= 1",
    }, deployment(nil, { bare = false }).spec.readiness)
  end)
end)
