local support = require "support"

describe("policy names", function()
  local function errors(metadata, spec)
    return support.errors(spec, { metadata = metadata })
  end

  local rule = "metadata.name: must be a DNS-1035 label: 1 to 63 lower case letters, "
            .. "digits and dashes, a letter first, no dash last"

  it("takes a DNS-1035 label", function()
    for _, name in ipairs { "a", "llama-3", ("a"):rep(63), "a-b-c", "epp", "scaledobject", "vllm-2" } do
      assert.is_true(support.render(nil, { metadata = { name = name } }).ok)
    end
  end)

  it("refuses what is no Service's name", function()
    for _, name in ipairs { "a.b", "3-llama", "-a", "a-", "A", "a_b", "a/b", "ü", "", ".." } do
      assert.same({ rule }, errors { name = name })
    end
  end)

  it("refuses the name that breaks vLLM", function()
    assert.same({ "metadata.name: must not be vllm: its Service would put VLLM_PORT into every "
                  .. "pod of the namespace" }, errors { name = "vllm" })
  end)

  it("refuses the names of a neighbour's things", function()
    for _, ending in ipairs { "-epp", "-scaledobject" } do
      assert.same({ "metadata.name: must not end in " .. ending
                    .. ": another model's resources are called so" }, errors { name = "llama" .. ending })
    end
  end)

  it("wants a namespace", function()
    local input = support.input()
    input.metadata.namespace = nil
    local result = support.open():render(input, { memory = support.memory })
    assert.equal("metadata.namespace", result.errors[1].path)
    assert.equal("is not set, and an LLMInference is namespaced", result.errors[1].sentence)
    assert.equal("set it, or pass -n NAMESPACE", result.errors[1].hint)
    assert.equal(1, #result.errors)
    assert.is_true(support.open():render(input, { namespace = "production", memory = support.memory }).ok)
  end)

  it("refuses what is no namespace's name", function()
    for _, namespace in ipairs { "a.b", "-a", "a-", "A", "a_b", "", ("a"):rep(64) } do
      assert.same({ "metadata.namespace: must be a DNS-1123 label: 1 to 63 lower case letters, "
                    .. "digits and dashes, no dash first or last" }, errors { namespace = namespace })
    end
    assert.is_true(support.render(nil, { metadata = { namespace = "2-" .. ("a"):rep(61) } }).ok)
  end)

  it("keeps models out of Kubernetes' own namespaces", function()
    for _, namespace in ipairs { "kube-system", "kube-public", "kube-node-lease" } do
      local sentence = "no model goes to " .. namespace .. ": the namespace is Kubernetes' own"
      assert.same({ "spec.targetNamespace: " .. sentence }, errors(nil, { targetNamespace = namespace }))
      assert.same({ "metadata.namespace: " .. sentence }, errors { namespace = namespace })
    end
  end)

  it("lets an XR of such a namespace put its model elsewhere", function()
    assert.is_true(support.render({ targetNamespace = "models" }, { metadata = { namespace = "kube-system" } }).ok)
  end)
end)
