--- Labels everything; refuses models and sizes that the company does not serve.
local glob   = require "lib.glob"
local tables = require "lib.tables"

local settings = {
  labels = {
    ["example.com/team"]        = "ml-platform",
    ["example.com/cost-center"] = "inference",
  },

  -- Model ids that nobody may serve here, and why.
  refused = {
    { match = "*uncensored*", because = "its answers are not reviewed" },
    { match = "moonshotai/*", because = "its license is not cleared" },
  },

  gpus = 16,  -- of all replicas of one model together
}

-- With scaling off, that is what minReplicas says.
local function most_replicas(spec)
  return spec.scaling.enabled and spec.maxReplicas or spec.minReplicas
end

return {
  name     = "house",
  summary  = "Company labels, refused models and a limit of GPUs",
  settings = settings,

  check = function(xr, ctx)
    for _, row in ipairs(settings.refused) do
      if glob.matches(row.match, xr.spec.model) then
        ctx.reject("spec.model", xr.spec.model .. " is not served here: " .. row.because)
      end
    end
    local gpus = xr.spec.gpu * most_replicas(xr.spec)
    if gpus > settings.gpus then
      ctx.reject("spec.gpu", "the model could take " .. gpus .. " GPUs, and the limit is "
                 .. settings.gpus, "lower gpu, or the number of replicas")
    end
  end,

  -- A VLLMRuntime stays bare: its operator copies labels into a selector that cannot change. The
  -- Object around it carries them.
  mutate = function(doc, ctx)
    ctx.object.labels = tables.merge(ctx.object.labels, settings.labels)
    if doc.kind ~= "VLLMRuntime" then
      doc.metadata.labels = tables.merge(doc.metadata.labels, settings.labels)
    end
    return doc
  end,
}
