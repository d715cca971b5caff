--- Text that grows.
local text = {}

function text.lines(count)
  local lines = {}
  for i = 1, count do lines[i] = string.format("%03d %s", i, ("word "):rep(i)) end
  return table.concat(lines, "\n")
end

return text
