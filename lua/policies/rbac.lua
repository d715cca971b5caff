--- What no Role of this bundle may grant, whichever template or overlay wrote it.
local tables = require "lib.tables"

local settings = {
  kinds     = { "ClusterRole", "ClusterRoleBinding" },
  verbs     = { "*", "escalate", "bind", "impersonate" },
  resources = { "*", "secrets", "serviceaccounts/token" },
  groups    = { "*" },
}

local function check_list(list, forbidden, at, word, ctx)
  for i, value in ipairs(list or {}) do
    if tables.contains(forbidden, value) then
      ctx.reject(at .. "[" .. i - 1 .. "]",
                 "a Role must not grant the " .. word .. " '" .. value .. "'")
    end
  end
end

local function check_rules(doc, name, ctx)
  for i, rule in ipairs(doc.rules or {}) do
    local at = name .. ": rules[" .. i - 1 .. "]"
    check_list(rule.verbs, settings.verbs, at .. ".verbs", "verb", ctx)
    check_list(rule.resources, settings.resources, at .. ".resources", "resource", ctx)
    check_list(rule.apiGroups, settings.groups, at .. ".apiGroups", "API group", ctx)
  end
end

-- The ServiceAccounts among the manifests, as "namespace/name".
local function accounts(docs)
  local own = {}
  for _, doc in pairs(docs) do
    if doc.kind == "ServiceAccount" then
      own[luxr.get(doc, "metadata.namespace", "") .. "/" .. luxr.get(doc, "metadata.name", "")] = true
    end
  end
  return own
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
    local own = accounts(docs)
    for name, doc in pairs(docs) do
      if tables.contains(settings.kinds, doc.kind) then
        ctx.reject(name .. ": kind", doc.kind .. " reaches beyond the model's namespace")
      elseif doc.kind == "Role" then
        check_rules(doc, name, ctx)
      elseif doc.kind == "RoleBinding" then
        check_binding(doc, name, own, ctx)
      end
    end
  end,
}
