local support = require "support"

describe("http-route", function()
  local doc = support.docs(support.full)["http-route"]
  local rule = doc.spec.rules[1]

  it("says why it is absent", function()
    assert.equal("spec.host is not set", support.render().skipped["http-route"])
  end)

  it("hangs on the Gateway of another namespace", function()
    assert.same({ { group = "gateway.networking.k8s.io", kind = "Gateway", name = "eg",
                    namespace = "envoy-gateway-system" } }, doc.spec.parentRefs)
  end)

  it("takes the host as it is", function()
    assert.same({ "qwen.example.com" }, doc.spec.hostnames)
    assert.same({ "*.example.com" }, support.docs({ host = "*.example.com" })["http-route"].spec.hostnames)
  end)

  it("routes everything to the pool, which knows its own port", function()
    assert.same({ { path = { type = "PathPrefix", value = "/" } } }, rule.matches)
    assert.same({ { group = "inference.networking.k8s.io", kind = "InferencePool", name = "qwen",
                    weight = 1 } }, rule.backendRefs)
  end)

  it("lets an answer take its time", function()
    assert.same({ request = "0s" }, rule.timeouts)
  end)

  it("is ready when a Gateway has accepted it", function()
    local object = support.docs(support.full, { bare = false })["http-route"]
    assert.same({
      policy   = "DeriveFromCelQuery",
      celQuery = 'has(object.status) && has(object.status.parents) && object.status.parents.exists(p, '
        .. 'has(p.conditions) && p.conditions.exists(c, c.type == "Accepted" && c.status == "True"))',
    }, object.spec.readiness)
  end)
end)
