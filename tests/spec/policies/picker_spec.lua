local support = require "support"

describe("policy picker", function()
  local function picker(spec, parameters, overlays)
    return support.decided("picker", spec or support.full, { parameters = parameters, overlays = overlays })
  end

  it("chooses nothing without a host", function()
    assert.same({}, picker {})
  end)

  it("chooses the release that the requirements name", function()
    local decided = picker()
    assert.equal("v1.3.1", decided.profile)
    assert.equal("registry.k8s.io/gateway-api-inference-extension/epp:v1.3.1", decided.image)
  end)

  it("knows the images of its successors", function()
    assert.equal("registry.k8s.io/gateway-api-inference-extension/epp:v1.5.0", picker(nil, { picker = "v1.5.0" }).image)
    assert.equal("ghcr.io/llm-d/llm-d-router-endpoint-picker:v0.10.0",
                 picker(nil, { picker = "llm-d-router-v0.10" }).image)
  end)

  it("is chosen in one place", function()
    assert.equal("v1.5.0", picker(nil, nil, support.with_settings("picker", [[settings.profile = "v1.5.0"]])).profile)
  end)

  it("prefers what parameters choose", function()
    assert.equal("v1.5.0", picker(nil, { picker = "v1.5.0" }).profile)
  end)

  it("names the queue of its own metrics", function()
    assert.equal("inference_extension_flow_control_queue_size", picker().queue)
    assert.equal("inference_extension_flow_control_queue_size", picker(nil, { picker = "v1.5.0" }).queue)
    assert.equal("llm_d_epp_flow_control_queue_size", picker(nil, { picker = "llm-d-router-v0.10" }).queue)
  end)

  it("names the header that each reads first", function()
    assert.equal("x-gateway-inference-objective", picker().header)
    assert.equal("x-gateway-inference-objective", picker(nil, { picker = "v1.5.0" }).header)
    assert.equal("x-llm-d-inference-objective", picker(nil, { picker = "llm-d-router-v0.10" }).header)
  end)

  it("configures each in its own language", function()
    local function version(name)
      return picker(nil, { picker = name }).config:match("apiVersion: (%S+)")
    end
    assert.equal("inference.networking.x-k8s.io/v1alpha1", version "v1.3.1")
    assert.equal("inference.networking.x-k8s.io/v1alpha1", version "v1.5.0")
    assert.equal("llm-d.ai/v1alpha1", version "llm-d-router-v0.10")
  end)

  it("reads metrics by plugins from v1.5.0 on", function()
    local readers = [[
- parameters:
    insecureSkipVerify: true
    path: /metrics
    scheme: http
  type: metrics-data-source
- type: core-metrics-extractor
]]
    assert.is_nil(picker().config:find("metrics-data-source", 1, true))
    assert.truthy(picker(nil, { picker = "v1.5.0" }).config:find(readers, 1, true))
    assert.truthy(picker(nil, { picker = "llm-d-router-v0.10" }).config:find(readers, 1, true))
  end)

  it("is hashed as it is mounted", function()
    local decided = picker()
    assert.equal(decided.digest, support.eval("luxr.digest.sha256(ctx.decided.picker.config)", support.full))
    assert.equal("default-plugins.yaml", decided.file)
  end)

  describe("of a pooling model", function()
    local spec = { model = "BAAI/bge-m3", host = "embedding.example.com" }

    it("is one that reads its requests, and says so", function()
      assert.equal("v1.5.0", picker(spec).profile)
      assert.same({ "the endpoint picker is v1.5.0: v1.3.1 refuses the requests of a pooling model" },
                  support.notes(spec))
    end)

    it("stays what it is where that reads them", function()
      local options = { parameters = { picker = "llm-d-router-v0.10" } }
      assert.equal("llm-d-router-v0.10", support.decided("picker", spec, options).profile)
      assert.same({}, support.notes(spec, options))
    end)

    it("may be asked for", function()
      local options = { parameters = { picker = "v1.5.0" } }
      assert.equal("v1.5.0", support.decided("picker", spec, options).profile)
      assert.same({}, support.notes(spec, options))
    end)

    it("says nothing without a host", function()
      assert.same({}, support.notes { model = "BAAI/bge-m3" })
    end)

    it("may not be one that refuses them", function()
      local options = { parameters = { picker = "v1.3.1" } }
      assert.same({ "parameters.picker: the endpoint picker v1.3.1 refuses the requests of a pooling model" },
                  support.errors(spec, options))
      assert.same({ "use v1.5.0" }, support.hints(spec, options))
    end)
  end)

  it("refuses a release that has no row", function()
    local sentence = "there is no endpoint picker called 'v1.5', only llm-d-router-v0.10, v1.3.1, v1.5.0"
    assert.same({ "parameters.picker: " .. sentence }, support.errors(nil, { parameters = { picker = "v1.5" } }))
    assert.same({ "did you mean 'v1.5.0'?" }, support.hints(nil, { parameters = { picker = "v1.5" } }))
    assert.same({ "spec.host: " .. sentence }, support.errors(nil, {
      overlays = support.with_settings("picker", "settings.profile = \"v1.5\"") }))
    assert.same({ "spec.host: " .. sentence }, support.errors({ model = "BAAI/bge-m3", host = "e.example.com" }, {
      overlays = support.with_settings("picker", "settings.embeddings = \"v1.5\"") }))
  end)
end)
