--- The annotations by which this bundle knows its own Objects again.
local mark = {
  key   = "inference.devopstoolkit.ai/bundle",
  value = "llm-inference",

  -- The resource whose `each` made the Object: then it may go when it is no longer named there.
  unit = "inference.devopstoolkit.ai/resource",
}

--- Whether an observed object is this bundle's, and which `each` made it if one did.
function mark.owns(object)
  local annotations = luxr.get(object, "metadata.annotations")
  if annotations == nil or annotations[mark.key] ~= mark.value then return false end
  return true, annotations[mark.unit]
end

return mark
