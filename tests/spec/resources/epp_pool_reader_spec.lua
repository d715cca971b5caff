local support = require "support"

describe("epp-pool-reader", function()
  local verbs = { "get", "watch", "list" }
  local pools = { apiGroups = { "inference.networking.k8s.io" }, resources = { "inferencepools" }, verbs = verbs }
  local function extras(group)
    return { apiGroups = { group }, resources = { "inferenceobjectives", "inferencemodelrewrites" }, verbs = verbs }
  end

  it("says why it is absent", function()
    assert.equal("spec.host is not set", support.render().skipped["epp-pool-reader"])
  end)

  -- Forbidden one of them, a picker stays NOT_SERVING.
  it("sees all that a picker watches", function()
    assert.same({ pools, extras "inference.networking.x-k8s.io" },
                support.docs(support.full)["epp-pool-reader"].rules)
  end)

  it("sees the successor's group too", function()
    local docs = support.docs(support.full, { parameters = { picker = "llm-d-router-v0.10" } })
    assert.same({ pools, extras "inference.networking.x-k8s.io", extras "llm-d.ai" },
                docs["epp-pool-reader"].rules)
  end)
end)
