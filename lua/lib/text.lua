--- What Kubernetes does to text on its way into a container.
local text = {}

--- The text as it is: kubelet expands `$(NAME)` in arguments and variables, and `$$(` escapes it.
function text.literal(value)
  return (value:gsub("%$%(", "$$("))
end

return text
