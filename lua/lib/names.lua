--- What things are called, and where they live on the target cluster.
local names = {}

--- The namespace of every manifest. The Objects around them stay in the XR's own.
function names.namespace(xr)
  return xr.spec.targetNamespace or xr.metadata.namespace
end

--- The operator names the model's Deployment, Service and pods' label after the VLLMRuntime.
function names.runtime(xr)
  return xr.metadata.name
end

--- What belongs to the endpoint picker: `<xr>-epp`, or `<xr>-epp-<part>`.
function names.picker(xr, part)
  local name = xr.metadata.name .. "-epp"
  return luxr.names.shorten(part and name .. "-" .. part or name)
end

--- The Object around the manifest of a composed resource.
function names.object(xr, resource)
  return luxr.names.shorten(xr.metadata.name .. "-" .. resource)
end

function names.metadata(xr, annotations)
  return {
    name        = names.runtime(xr),
    namespace   = names.namespace(xr),
    annotations = annotations,
  }
end

function names.picker_metadata(xr, part)
  return { name = names.picker(xr, part), namespace = names.namespace(xr) }
end

return names
