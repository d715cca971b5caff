local support = require "support"

describe("policy routing", function()
  it("chooses dot-kubernetes' Gateway", function()
    assert.same({ name = "eg", namespace = "envoy-gateway-system" }, support.decided("routing").gateway)
  end)

  it("lets parameters choose another, in part too", function()
    local function gateway(chosen)
      return support.decided("routing", nil, { parameters = { gateway = chosen } }).gateway
    end
    assert.same({ name = "a", namespace = "b" }, gateway { name = "a", namespace = "b" })
    assert.same({ name = "a", namespace = "envoy-gateway-system" }, gateway { name = "a" })
  end)

  it("has the same parent for an AI Gateway, and tells its pool more", function()
    local plain, ai = support.decided "routing", support.decided("routing", nil, { parameters = { gateway = "envoy-ai-gateway" } })
    assert.same(plain.gateway, ai.gateway)
    assert.is_nil(plain.annotations)
    assert.same({ ["aigateway.envoyproxy.io/processing-body-mode"] = "duplex",
                  ["aigateway.envoyproxy.io/allow-mode-override"] = "false" }, ai.annotations)
  end)

  it("refuses a gateway that has no row, wherever it stands", function()
    local sentence = "there is no gateway called 'envoi', only envoy, envoy-ai-gateway"
    assert.same({ "parameters.gateway: " .. sentence }, support.errors(nil, { parameters = { gateway = "envoi" } }))
    assert.same({ "did you mean 'envoy'?" }, support.hints(nil, { parameters = { gateway = "envoi" } }))
    assert.same({ "parameters.gateway.profile: " .. sentence },
                support.errors(nil, { parameters = { gateway = { profile = "envoi", name = "eg" } } }))
    assert.same({ "spec.host: " .. sentence },
                support.errors(nil, { overlays = support.with_settings("routing", [[settings.profile = "envoi"]]) }))
  end)

  describe("in front of which is an AI Gateway", function()
    local ai = { parameters = { gateway = "envoy-ai-gateway" } }
    local two = "local list = doc.spec.rules[1].backendRefs\n"
             .. "list[2] = { group = list[1].group, kind = \"InferencePool\", name = \"qwen\" }"
    local plain = "local list = doc.spec.template.spec.containers[1].args\nlist[#list + 1] = \"--secure-serving=false\""

    it("refuses two pools in one rule", function()
      assert.same({ "http-route: spec.rules[0].backendRefs: an AI Gateway takes one InferencePool in a rule, not 2" },
                  support.broken("http-route", two, support.full, ai))
    end)

    it("refuses a picker without TLS", function()
      assert.same({ "epp-deployment: spec.template.spec.containers[0].args: must not hold --secure-serving=false: "
                    .. "an AI Gateway asks the picker over TLS only" },
                  support.broken("epp-deployment", plain, support.full, ai))
    end)

    it("warns of a pool that would stay open", function()
      local overlays = support.with_settings("routing", [[settings.failureMode = "FailOpen"]])
      assert.same({ "inference-pool: spec.endpointPickerRef.failureMode: is FailOpen, and an AI Gateway never reads it: "
                    .. "a request fails with its picker" },
                  support.warnings(support.full, { parameters = ai.parameters, overlays = overlays }))
      assert.same({}, support.warnings(support.full, { overlays = overlays }))
    end)

    it("notes that it gives up before a sleeping model is there", function()
      local sentence = "an AI Gateway waits 300 s for a request that the picker holds, and the model may take "
                    .. "1800 s to wake: clients have to try again"
      local quick = support.with_settings("model", [[settings.defaults.load = 300]])
      assert.same({ sentence }, support.notes(support.zero, ai))
      assert.same({}, support.notes(support.zero))
      assert.same({}, support.notes(support.full, ai))
      assert.same({}, support.notes({ minReplicas = 0, scaling = { enabled = true } }, ai))
      assert.same({}, support.notes(support.zero, { parameters = ai.parameters, overlays = quick }))
    end)

    it("has nothing to say without a host", function()
      assert.is_true(support.render({}, ai).ok)
    end)
  end)

  it("refuses an address for a host", function()
    for _, host in ipairs { "10.0.0.1", "255.255.255.255", "0.0.0.0" } do
      local found = support.errors({ host = host })
      assert.same({ "spec.host: must be a hostname, not an IP address" }, found)
    end
    assert.same({ "a name such as llama.10.0.0.1.nip.io resolves to it" }, support.hints { host = "10.0.0.1" })
  end)

  -- The API server's isIP takes no such thing for an address either.
  it("takes what only looks like one", function()
    for _, host in ipairs { "256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "llama.10.0.0.1.nip.io" } do
      assert.is_true(support.render({ host = host }).ok)
    end
  end)

  it("says what took the place of ingressHost", function()
    assert.same({ "spec.ingressHost: ingressHost was removed; set host instead" },
                support.errors { ingressHost = "llama.example.com" })
  end)
end)
