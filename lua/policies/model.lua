--- What a model needs beyond a GPU. A new model is one more row, and one more golden case.
local glob   = require "lib.glob"
local tables = require "lib.tables"

local settings = {
  -- What every model gets unless its row says otherwise.
  defaults = {
    dtype   = "auto",
    pooling = false,  -- answers with vectors or scores: it has no KV cache
    load    = 1800,   -- seconds from a new pod to its first answer, as the operator assumes too
  },

  -- The first row whose `match` fits the model id counts; `*` is any text, `?` one character.
  models = {
    {
      match       = "Qwen/Qwen2.5-3B*",
      dtype       = "half",  -- a T4 (compute capability 7.5) has no bfloat16
      maxModelLen = 8192,    -- 6.2 GB of weights and the KV cache have to share 16 GB
    },
    {
      match     = "BAAI/bge-*",
      pooling   = true,
      arguments = { "--runner", "pooling" },  -- the length comes from the model
    },
    {
      -- Kimi-K2.5, docs/deploy_guidance.md: one node of eight H200.
      match     = "moonshotai/Kimi-K2.5*",
      arguments = {
        "--trust-remote-code",
        "--mm-encoder-tp-mode", "data",
        "--reasoning-parser", "kimi_k2",
      },
      toolCallParser = "kimi_k2",
      memory         = "1Ti",   -- about 600 GB of weights pass through it
      shmSize        = "16Gi",  -- at /dev/shm, where its eight processes meet
      load           = 2400,    -- past the 2,120 s that the operator's startup probe allows
    },
  },
}

for _, row in ipairs(settings.models) do glob.learn(row.match) end

local function row_of(model)
  for _, row in ipairs(settings.models) do
    if glob.matches(row.match, model) then return tables.merge(settings.defaults, row) end
  end
  return settings.defaults
end

return {
  name     = "model",
  summary  = "Knows what particular models need, by their id",
  settings = settings,

  check = function(xr, ctx)
    local scaling = xr.spec.scaling
    if scaling.enabled and scaling.metric == "kv-cache" and row_of(xr.spec.model).pooling then
      ctx.reject("spec.scaling.metric", "kv-cache cannot scale " .. xr.spec.model
                 .. ": a pooling model has no KV cache", "use queue-depth")
    end
  end,

  decide = function(xr)
    return row_of(xr.spec.model)
  end,
}
