--- What no Role of this bundle may grant, whichever template or overlay wrote it.
local settings = {
  kinds     = { ClusterRole = true, ClusterRoleBinding = true },
  verbs     = { ["*"] = true, escalate = true, bind = true, impersonate = true },
  resources = { ["*"] = true, secrets = true, ["serviceaccounts/token"] = true },
  groups    = { ["*"] = true },
}

-- What an item of each list of a rule is called.
local words = { verbs = "verb", resources = "resource", apiGroups = "API group" }

local grants_verb     = luxr.finder "rules[].verbs[]"
local grants_resource = luxr.finder "rules[].resources[]"
local grants_group    = luxr.finder "rules[].apiGroups[]"

local function check_list(list, forbidden, field, number, name, ctx)
  for i, value in ipairs(list or {}) do
    if forbidden[value] then
      ctx.reject(name .. ": rules[" .. number - 1 .. "]." .. field .. "[" .. i - 1 .. "]",
                 "a Role must not grant the " .. words[field] .. " '" .. value .. "'")
    end
  end
end

local function check_role(doc, name, _, ctx)
  if not grants_verb(doc, settings.verbs) and not grants_resource(doc, settings.resources)
     and not grants_group(doc, settings.groups) then
    return
  end
  for i, rule in ipairs(doc.rules) do
    check_list(rule.verbs, settings.verbs, "verbs", i, name, ctx)
    check_list(rule.resources, settings.resources, "resources", i, name, ctx)
    check_list(rule.apiGroups, settings.groups, "apiGroups", i, name, ctx)
  end
end

-- How a binding knows a ServiceAccount: "namespace/name".
local function account(at)
  return (at.namespace or "") .. "/" .. (at.name or "")
end

local function accounts(docs)
  local own = {}
  for _, doc in pairs(luxr.where(docs, "kind", "ServiceAccount")) do
    own[account(doc.metadata)] = true
  end
  return own
end

local role_kind = luxr.getter "roleRef.kind"

local function check_binding(doc, name, own, ctx)
  if role_kind(doc) ~= "Role" then
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

local checks = { Role = check_role, RoleBinding = check_binding }

return {
  name     = "rbac",
  summary  = "Refuses Roles that grant too much, and bindings of strangers",
  settings = settings,

  verify = function(docs, ctx)
    local own = accounts(docs)
    for name, doc in pairs(luxr.where(docs, "kind", checks)) do
      checks[doc.kind](doc, name, own, ctx)
    end
    for name, doc in pairs(luxr.where(docs, "kind", settings.kinds)) do
      ctx.reject(name .. ": kind", doc.kind .. " reaches beyond the model's namespace")
    end
  end,
}
