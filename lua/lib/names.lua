--- What things are called, and where they live on the target cluster.
local names = {}

-- A render has one XR, and asks some sixty times what things of it are called.
local known = {}

local function learn(xr)
  local metadata = xr.metadata
  local name = metadata.name
  known = {
    xr        = xr,
    name      = name,
    namespace = xr.spec.targetNamespace or metadata.namespace,
    picker    = name and luxr.names.shorten(name .. "-epp"),
    parts     = {},
  }
  return known
end

--- The namespace of every manifest. The Objects around them stay in the XR's own.
function names.namespace(xr)
  return (known.xr == xr and known or learn(xr)).namespace
end

--- The operator names the model's Deployment, Service and pods' label after the VLLMRuntime.
function names.runtime(xr)
  return (known.xr == xr and known or learn(xr)).name
end

local function picker_part(own, part)
  local name = own.parts[part] or luxr.names.shorten(own.name .. "-epp-" .. part)
  own.parts[part] = name
  return name
end

--- What belongs to the endpoint picker: `<xr>-epp`, or `<xr>-epp-<part>`.
function names.picker(xr, part)
  local own = known.xr == xr and known or learn(xr)
  return part and picker_part(own, part) or own.picker
end

--- The Object around the manifest of a composed resource.
function names.object(xr, resource)
  local own = known.xr == xr and known or learn(xr)
  return luxr.names.shorten(own.name .. "-" .. resource)
end

function names.metadata(xr, annotations)
  local own = known.xr == xr and known or learn(xr)
  return { name = own.name, namespace = own.namespace, annotations = annotations }
end

function names.picker_metadata(xr, part)
  local own = known.xr == xr and known or learn(xr)
  return { name = part and picker_part(own, part) or own.picker, namespace = own.namespace }
end

return names
