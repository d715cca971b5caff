--- What no Role of this bundle may grant, whichever template or overlay wrote it.
local settings = {
  kinds     = { ClusterRole = true, ClusterRoleBinding = true },
  verbs     = { ["*"] = true, escalate = true, bind = true, impersonate = true },
  resources = { ["*"] = true, secrets = true, ["serviceaccounts/token"] = true },
  groups    = { ["*"] = true },
}

-- What an item of each list of a rule is called.
local words = { verbs = "verb", resources = "resource", apiGroups = "API group" }

local function check_list(list, forbidden, field, number, name, ctx)
  for i, value in ipairs(list or {}) do
    if forbidden[value] then
      ctx.reject(name .. ": rules[" .. number - 1 .. "]." .. field .. "[" .. i - 1 .. "]",
                 "a Role must not grant the " .. words[field] .. " '" .. value .. "'")
    end
  end
end

local function check_rules(doc, name, ctx)
  for i, rule in ipairs(doc.rules or {}) do
    check_list(rule.verbs, settings.verbs, "verbs", i, name, ctx)
    check_list(rule.resources, settings.resources, "resources", i, name, ctx)
    check_list(rule.apiGroups, settings.groups, "apiGroups", i, name, ctx)
  end
end

-- How a binding knows a ServiceAccount: "namespace/name".
local function account(at)
  return (at.namespace or "") .. "/" .. (at.name or "")
end

local function check_binding(doc, name, own, ctx)
  if luxr.get(doc, "roleRef.kind") ~= "Role" then
    ctx.reject(name .. ": roleRef.kind", "a RoleBinding must refer to a Role")
  end
  for i, subject in ipairs(doc.subjects or {}) do
    if subject.kind ~= "ServiceAccount" or not own[account(subject)] then
      ctx.reject(name .. ": subjects[" .. i - 1 .. "]",
                 "only a ServiceAccount that is rendered beside it may be bound, not "
                 .. tostring(subject.kind) .. " " .. tostring(subject.name))
    end
  end
end

local function check(doc, name, own, ctx)
  if doc.kind == "Role" then
    check_rules(doc, name, ctx)
  elseif doc.kind == "RoleBinding" then
    check_binding(doc, name, own, ctx)
  else
    ctx.reject(name .. ": kind", doc.kind .. " reaches beyond the model's namespace")
  end
end

return {
  name     = "rbac",
  summary  = "Refuses Roles that grant too much, and bindings of strangers",
  settings = settings,

  verify = function(docs, ctx)
    local own, found = {}, {}
    for name, doc in pairs(docs) do
      local kind = doc.kind
      if kind == "ServiceAccount" then
        own[account(doc.metadata)] = true
      elseif kind == "Role" or kind == "RoleBinding" or settings.kinds[kind] then
        found[#found + 1] = name
      end
    end
    for _, name in ipairs(found) do check(docs[name], name, own, ctx) end
  end,
}
