--- What Kubernetes does to text on its way into a container.
local text = {}

--- Text that arrives as it is: kubelet puts variables in the place of `$(NAME)` and reads `$$` as
-- one sign, so every sign is written twice. Half of them would not do: `$$(NAME)` would become
-- `$$$(NAME)`, a sign and a variable.
function text.literal(value)
  return (value:gsub("%$", "$$"))
end

return text
