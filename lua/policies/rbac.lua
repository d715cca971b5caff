--- What no Role of this bundle may grant, whichever template or overlay wrote it.
local settings = {
  kinds     = { ClusterRole = true, ClusterRoleBinding = true },
  verbs     = { ["*"] = true, escalate = true, bind = true, impersonate = true },
  resources = { ["*"] = true, secrets = true, ["serviceaccounts/token"] = true },
  groups    = { ["*"] = true },
}

local function check_list(rule, field, forbidden, at, word, ctx)
  for i, value in ipairs(rule[field] or {}) do
    if forbidden[value] then
      ctx.reject(at .. "." .. field .. "[" .. i - 1 .. "]",
                 "a Role must not grant the " .. word .. " '" .. value .. "'")
    end
  end
end

local function check_rules(doc, name, ctx)
  for i, rule in ipairs(doc.rules or {}) do
    local at = name .. ": rules[" .. i - 1 .. "]"
    check_list(rule, "verbs", settings.verbs, at, "verb", ctx)
    check_list(rule, "resources", settings.resources, at, "resource", ctx)
    check_list(rule, "apiGroups", settings.groups, at, "API group", ctx)
  end
end

-- How a binding knows a ServiceAccount: "namespace/name".
local function account(doc)
  return luxr.get(doc, "metadata.namespace", "") .. "/" .. luxr.get(doc, "metadata.name", "")
end

local function check_binding(doc, name, own, ctx)
  if luxr.get(doc, "roleRef.kind") ~= "Role" then
    ctx.reject(name .. ": roleRef.kind", "a RoleBinding must refer to a Role")
  end
  for i, subject in ipairs(doc.subjects or {}) do
    local who = (subject.namespace or "") .. "/" .. (subject.name or "")
    if subject.kind ~= "ServiceAccount" or not own[who] then
      ctx.reject(name .. ": subjects[" .. i - 1 .. "]",
                 "only a ServiceAccount that is rendered beside it may be bound, not "
                 .. tostring(subject.kind) .. " " .. tostring(subject.name))
    end
  end
end

return {
  name     = "rbac",
  summary  = "Refuses Roles that grant too much, and bindings of strangers",
  settings = settings,

  verify = function(docs, ctx)
    local own, kinds = {}, {}
    for name, doc in pairs(docs) do
      local kind = doc.kind
      if kind == "ServiceAccount" then
        own[account(doc)] = true
      elseif kind == "Role" or kind == "RoleBinding" or settings.kinds[kind] then
        kinds[name] = kind
      end
    end
    for name, kind in pairs(kinds) do
      if kind == "Role" then
        check_rules(docs[name], name, ctx)
      elseif kind == "RoleBinding" then
        check_binding(docs[name], name, own, ctx)
      else
        ctx.reject(name .. ": kind", kind .. " reaches beyond the model's namespace")
      end
    end
  end,
}
