--- What an XR may be called, and which namespaces its manifests may live in.
local tables = require "lib.tables"

local settings = {
  -- A Service of this name puts VLLM_PORT=tcp://... into every pod of its namespace, and vLLM
  -- stops on that ("appears to be a URI").
  taken = { "vllm" },

  -- The operator would overwrite the picker's Service of a neighbour `x`, or delete its
  -- ScaledObject: both were seen on a real API server.
  endings = { "-epp", "-scaledobject" },

  -- Kubernetes' own; a model there would live beside what keeps the cluster alive.
  reserved = { "kube-system", "kube-public", "kube-node-lease" },
}

local function check_name(name, ctx)
  if not luxr.names.is_dns1035_label(name) then
    ctx.reject("metadata.name", "must be a DNS-1035 label: 1 to 63 lower case letters, digits "
               .. "and dashes, a letter first, no dash last",
               "the model's Service carries the same name")
    return
  end
  if tables.contains(settings.taken, name) then
    ctx.reject("metadata.name", "must not be " .. name
               .. ": its Service would put VLLM_PORT into every pod of the namespace")
  end
  for _, ending in ipairs(settings.endings) do
    if name:sub(-#ending) == ending then
      ctx.reject("metadata.name", "must not end in " .. ending
                 .. ": another model's resources are called so")
    end
  end
end

local function check_target(namespace, path, ctx)
  if tables.contains(settings.reserved, namespace) then
    ctx.reject(path, "no model goes to " .. namespace .. ": the namespace is Kubernetes' own",
               "name another one in spec.targetNamespace")
  end
end

return {
  name     = "names",
  summary  = "Refuses names and namespaces that would break a neighbour",
  settings = settings,

  check = function(xr, ctx)
    local metadata, target = xr.metadata or {}, xr.spec.targetNamespace
    local namespace = metadata.namespace
    check_name(metadata.name or "", ctx)
    if namespace == nil then
      ctx.reject("metadata.namespace", "is not set, and an LLMInference is namespaced",
                 "set it, or pass -n NAMESPACE")
    elseif not luxr.names.is_dns1123_label(namespace) then
      ctx.reject("metadata.namespace", "must be a DNS-1123 label: 1 to 63 lower case letters, "
                 .. "digits and dashes, no dash first or last")
    end
    if target ~= nil then
      check_target(target, "spec.targetNamespace", ctx)
    else
      check_target(namespace, "metadata.namespace", ctx)
    end
  end,
}
