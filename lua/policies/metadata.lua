--- What the API server would refuse in any manifest's head, said before it is asked.
local names = require "lib.names"

local settings = {
  -- The API server's, Crossplane's or the garbage collector's; not a template's.
  foreign = {
    "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "finalizers",
    "generateName", "generation", "managedFields", "ownerReferences", "resourceVersion",
    "selfLink", "uid",
  },

  -- Label and annotation prefixes of Kubernetes itself.
  reserved = { ["kubernetes.io"] = true, ["k8s.io"] = true },

  annotations = 256 * 1024,  -- bytes, all of an object's together

  -- Bytes of one manifest. etcd takes 1.5 MiB, and an Object holds the manifest twice: as it is
  -- wanted, and as it was last seen.
  manifest = 700 * 1024,
}

local name_rule = "1 to 63 letters, digits, '-', '_' or '.', with a letter or digit at both ends"

local function is_name_part(text)
  return #text <= 63 and text:find("^%w[%w._-]*$") ~= nil and text:find("%w$") ~= nil
end

-- nil when the key is one, else what is wrong with it.
local function key_problem(key)
  local prefix, name = key:match("^([^/]*)/(.*)$")
  if prefix == nil then prefix, name = nil, key end
  if prefix ~= nil and not luxr.names.is_dns1123_subdomain(prefix) then
    return "its prefix is not a DNS-1123 subdomain"
  end
  if settings.reserved[prefix] then return "the prefix " .. prefix .. " is Kubernetes' own" end
  if not is_name_part(name) then return "its name must be " .. name_rule end
end

local function check_keys(map, at, ctx)
  for key in pairs(map or {}) do
    local problem = key_problem(key)
    if problem then ctx.reject(at, "the key " .. key .. " is refused: " .. problem) end
  end
end

local function check_labels(labels, at, ctx)
  check_keys(labels, at, ctx)
  for key, value in pairs(labels or {}) do
    if type(value) ~= "string" or (value ~= "" and not is_name_part(value)) then
      ctx.reject(at, "the value of " .. key .. " must be empty, or " .. name_rule)
    end
  end
end

local function check_annotations(annotations, at, ctx)
  local bytes = 0
  check_keys(annotations, at, ctx)
  for key, value in pairs(annotations or {}) do
    if type(value) ~= "string" then
      ctx.reject(at, "the value of " .. key .. " must be a string")
    else
      bytes = bytes + #key + #value
    end
  end
  if bytes > settings.annotations then
    ctx.reject(at, "annotations of " .. bytes .. " bytes are more than the "
               .. settings.annotations .. " that an object may have")
  end
end

local function is_version(text)
  local group, version = text:match("^([^/]+)/([^/]+)$")
  return (version or text):find("^v%d[%l%d]*$") ~= nil
     and (group == nil or luxr.names.is_dns1123_subdomain(group))
end

local function check_kind(doc, at, ctx)
  if type(doc.apiVersion) ~= "string" or not is_version(doc.apiVersion) then
    ctx.reject(at .. "apiVersion",
               "apiVersion must be a version, or a group and a version: v1, apps/v1")
  end
  if type(doc.kind) ~= "string" or not doc.kind:find("^%u%w*$") then
    ctx.reject(at .. "kind",
               "kind must be a word of letters and digits that starts with a capital")
  end
end

local function check_name(doc, at, ctx)
  local is_right, rule = luxr.names.is_dns1123_subdomain, "a DNS-1123 subdomain"
  if doc.kind == "Service" then
    is_right, rule = luxr.names.is_dns1035_label, "a DNS-1035 label"
  end
  if type(doc.metadata.name) ~= "string" or not is_right(doc.metadata.name) then
    ctx.reject(at .. "metadata.name", "metadata.name must be " .. rule)
  end
end

local function check_metadata(doc, at, ctx)
  for _, field in ipairs(settings.foreign) do
    if doc.metadata[field] ~= nil then
      ctx.reject(at .. "metadata." .. field,
                 field .. " must be absent: it is not a template's to write")
    end
  end
  check_labels(doc.metadata.labels, at .. "metadata.labels", ctx)
  check_annotations(doc.metadata.annotations, at .. "metadata.annotations", ctx)
end

local function check_template(doc, at, ctx)
  local template = luxr.get(doc, "spec.template.metadata")
  if template ~= nil then
    check_labels(template.labels, at .. "spec.template.metadata.labels", ctx)
    check_annotations(template.annotations, at .. "spec.template.metadata.annotations", ctx)
  end
end

local function check_manifest(doc, name, ctx)
  local at = name .. ": "
  check_kind(doc, at, ctx)
  if type(doc.metadata) ~= "table" then
    ctx.reject(at .. "metadata", "metadata is missing")
    return
  end
  check_name(doc, at, ctx)
  check_metadata(doc, at, ctx)
  check_template(doc, at, ctx)
  if doc.metadata.namespace ~= names.namespace(ctx.xr) then
    ctx.reject(at .. "metadata.namespace", "metadata.namespace must be "
               .. names.namespace(ctx.xr) .. ", like that of every manifest of this XR")
  end
  local bytes = #luxr.json.encode(doc)
  if bytes > settings.manifest then
    ctx.reject(name, "a manifest of " .. bytes .. " bytes is more than the " .. settings.manifest
               .. " that etcd and the provider can keep")
  end
end

return {
  name     = "metadata",
  summary  = "Refuses names, labels and sizes that an API server would refuse",
  settings = settings,

  verify = function(docs, ctx)
    for name, doc in pairs(docs) do check_manifest(doc, name, ctx) end
    for name, object in pairs(ctx.objects or {}) do
      check_metadata(object, name .. ": Object ", ctx)
    end
  end,
}
