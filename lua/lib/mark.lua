--- The annotation by which this bundle knows its own Objects again.
local mark = {
  key   = "inference.devopstoolkit.ai/bundle",
  value = "llm-inference",
}

--- Whether an observed object carries it.
function mark.owns(object)
  local annotations = luxr.get(object, "metadata.annotations")
  return annotations ~= nil and annotations[mark.key] == mark.value
end

return mark
