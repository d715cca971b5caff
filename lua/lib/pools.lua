--- What the scheduler is told of a pool of nodes: its labels, and the taints that are no hindrance.
local tables = require "lib.tables"

local pools = {}

--- The terms, each with the labels beside what it asks for: only one of the terms has to hold.
function pools.terms(terms, labels)
  if labels == nil then return terms end
  local narrowed = {}
  for i, term in ipairs(terms) do
    local expressions = {}
    for j, expression in ipairs(term.matchExpressions or {}) do expressions[j] = expression end
    for _, key in ipairs(tables.keys(labels)) do
      expressions[#expressions + 1] = { key = key, operator = "In", values = { labels[key] } }
    end
    narrowed[i] = tables.merge(term, { matchExpressions = expressions })
  end
  return narrowed
end

--- The tolerations, and one more for each of the taints.
function pools.tolerations(tolerations, taints)
  if taints == nil then return tolerations end
  local list = {}
  for i, toleration in ipairs(tolerations) do list[i] = toleration end
  for _, taint in ipairs(taints) do
    list[#list + 1] = {
      key      = taint.key,
      operator = taint.value and "Equal" or "Exists",
      value    = taint.value,
      effect   = taint.effect,
    }
  end
  return list
end

--- What the pod says of itself; the second wins. Either may be nil.
function pools.annotations(first, second)
  if first == nil then return second end
  return tables.some(tables.merge(first, second))
end

return pools
