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
