local support = require "support"

describe("lib.rbac", function()
  it("lets see, and do nothing else", function()
    assert.same({ apiGroups = { "" }, resources = { "pods" }, verbs = { "get", "watch", "list" } },
                support.eval [[require("lib.rbac").read("", { "pods" })]])
  end)

  it("binds the picker's own account to a Role of its namespace", function()
    local binding = support.eval([[require("lib.rbac").binding(xr, "pod-reader")]], { targetNamespace = "models" })
    assert.same({ name = "qwen-epp-pod-reader", namespace = "models" }, binding.metadata)
    assert.same({ { kind = "ServiceAccount", name = "qwen-epp", namespace = "models" } }, binding.subjects)
    assert.same({ apiGroup = "rbac.authorization.k8s.io", kind = "Role", name = "qwen-epp-pod-reader" },
                binding.roleRef)
  end)
end)
