local support = require "support"

describe("policy rbac", function()
  local function rule(code)
    return support.broken("epp-pod-reader", "local rule = doc.rules[1]\n" .. code, support.full)
  end

  it("refuses verbs that give everything, or more than one has", function()
    for _, verb in ipairs { "*", "escalate", "bind", "impersonate" } do
      assert.same({ "epp-pod-reader: rules[0].verbs[1]: a Role must not grant the verb '" .. verb .. "'" },
                  rule(("rule.verbs[2] = %q"):format(verb)))
    end
  end)

  it("refuses resources that hold secrets, or everything", function()
    for _, resource in ipairs { "*", "secrets", "serviceaccounts/token" } do
      assert.same({ "epp-pod-reader: rules[0].resources[0]: a Role must not grant the resource '" .. resource .. "'" },
                  rule(("rule.resources[1] = %q"):format(resource)))
    end
  end)

  it("refuses every API group at once", function()
    assert.same({ "epp-pod-reader: rules[0].apiGroups[0]: a Role must not grant the API group '*'" },
                rule "rule.apiGroups[1] = \"*\"")
  end)

  it("refuses what reaches beyond the namespace", function()
    for _, kind in ipairs { "ClusterRole", "ClusterRoleBinding" } do
      local found = support.broken("epp-pod-reader", ("doc.kind = %q"):format(kind), support.full)
      assert.equal("epp-pod-reader: kind: " .. kind .. " reaches beyond the model's namespace", found[1])
    end
  end)

  it("refuses a binding to a ClusterRole", function()
    assert.same({ "epp-pod-reader-binding: roleRef.kind: a RoleBinding must refer to a Role" },
                support.broken("epp-pod-reader-binding", "doc.roleRef.kind = \"ClusterRole\"", support.full))
  end)

  it("binds nobody but its own account", function()
    local function subject(code, who)
      assert.same({ "epp-pod-reader-binding: subjects[0]: only a ServiceAccount that is rendered beside it may be "
                    .. "bound, not " .. who },
                  support.broken("epp-pod-reader-binding", "local subject = doc.subjects[1]\n" .. code, support.full))
    end
    subject("subject.kind = \"Group\" subject.name = \"system:authenticated\"", "Group system:authenticated")
    subject("subject.namespace = \"kube-system\"", "ServiceAccount qwen-epp")
    subject("subject.name = \"default\"", "ServiceAccount default")
    subject("subject.namespace = nil", "ServiceAccount qwen-epp")
  end)

  it("grants exactly what the picker needs", function()
    local granted = {}
    for _, name in ipairs { "epp-pod-reader", "epp-pool-reader" } do
      for _, each in ipairs(support.docs(support.full)[name].rules) do
        for _, resource in ipairs(each.resources) do
          granted[#granted + 1] = table.concat(each.verbs, ",") .. " " .. each.apiGroups[1] .. "/" .. resource
        end
      end
    end
    assert.same({
      "get,watch,list /pods",
      "get,watch,list inference.networking.k8s.io/inferencepools",
      "get,watch,list inference.networking.x-k8s.io/inferenceobjectives",
      "get,watch,list inference.networking.x-k8s.io/inferencemodelrewrites",
    }, granted)
  end)
end)
