local support = require "support"

describe("epp-config", function()
  local function text(spec, parameters)
    return support.docs(spec, { parameters = parameters })["epp-config"].data["default-plugins.yaml"]
  end

  it("says why it is absent", function()
    assert.equal("spec.host is not set", support.render().skipped["epp-config"])
  end)

  it("is the chart's own configuration", function()
    assert.equal([[
apiVersion: inference.networking.x-k8s.io/v1alpha1
kind: EndpointPickerConfig
plugins:
- type: queue-scorer
- type: kv-cache-utilization-scorer
- type: prefix-cache-scorer
schedulingProfiles:
- name: default
  plugins:
  - pluginRef: queue-scorer
    weight: 2
  - pluginRef: kv-cache-utilization-scorer
    weight: 2
  - pluginRef: prefix-cache-scorer
    weight: 3
]], text(support.full))
  end)

  it("holds requests where the model may sleep", function()
    assert.truthy(text(support.zero):find("featureGates:\n- flowControl\n", 1, true))
  end)

  it("says how long only to a picker that understands it", function()
    assert.is_nil(text(support.zero):find("flowControl:", 1, true))
    assert.truthy(text(support.zero, { picker = "v1.5.0" })
      :find("flowControl:\n  defaultRequestTTL: 300s\n", 1, true))
  end)

  it("holds nothing without scaling, whatever the number", function()
    assert.is_nil(text({ host = "qwen.example.com", minReplicas = 0 }):find("flowControl", 1, true))
  end)
end)
