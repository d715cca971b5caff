--- Reads of observed objects, none of which takes an absent field for a false one.
local observed = {}

local live_of  = luxr.getter "status.atProvider.manifest"
local ready_of = luxr.getter "status.conditions[type=Ready].status"

--- The manifest as it lives on the target cluster, or nil while the provider has not seen it.
function observed.live(objects, name)
  return live_of(objects[name])
end

--- The condition of this type in a list of them, or nil.
function observed.condition(conditions, kind)
  for _, condition in ipairs(conditions or {}) do
    if condition.type == kind then return condition end
  end
end

--- true, false, or nil for anything that is neither.
function observed.truth(status)
  if status == "True" then return true end
  if status == "False" then return false end
end

--- Whether an object says that it is Ready.
function observed.ready(object)
  return observed.truth(ready_of(object))
end

return observed
