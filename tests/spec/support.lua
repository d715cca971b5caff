--- What the specs share: inputs with a few fields of their own, rendered by the real engine.
local luxr = require "luxr"

--- The kind of memory to render in: LUXR_MEMORY=malloc runs all specs in that one.
local support = { null = luxr.null, memory = os.getenv "LUXR_MEMORY" }

local function merge(first, second)
  local merged = {}
  for key, value in pairs(first) do merged[key] = value end
  for key, value in pairs(second or {}) do merged[key] = value end
  return merged
end

--- An LLMInference called production/qwen; `spec` and `metadata` add to it.
function support.input(spec, metadata)
  return {
    apiVersion = "inference.devopstoolkit.ai/v1alpha1",
    kind       = "LLMInference",
    metadata   = merge({ name = "qwen", namespace = "production" }, metadata),
    spec       = merge({ model = "org/model", providerConfigName = "inference-small" }, spec),
  }
end

local plain

--- The bundle in lua/, below overlays: directories, or maps of file names to texts.
function support.open(overlays)
  if overlays == nil then
    plain = plain or luxr.open { "lua" }
    return plain
  end
  local layers = { "lua" }
  for _, overlay in ipairs(overlays) do
    layers[#layers + 1] = type(overlay) == "table" and { files = overlay } or overlay
  end
  return luxr.open(layers)
end

--- Renders; options are the module's, with `metadata` and `overlays` beside them. Manifests come
-- without their Objects unless `bare = false`.
function support.render(spec, options)
  options = merge({ bare = true, memory = support.memory }, options)
  return support.open(options.overlays):render(support.input(spec, options.metadata), options)
end

local function sentences(findings)
  local list = {}
  for i, finding in ipairs(findings) do
    list[i] = (finding.path and finding.path .. ": " or "") .. finding.sentence
  end
  return list
end

--- The manifests by name; fails with what was refused.
function support.docs(spec, options)
  local result = support.render(spec, options)
  if not result.ok then error(table.concat(sentences(result.errors), "\n"), 2) end
  return result.documents
end

--- The refusals of a render that must fail, each as "path: sentence".
function support.errors(spec, options)
  local result = support.render(spec, options)
  if result.ok then error("nothing was refused", 2) end
  return sentences(result.errors)
end

function support.hints(spec, options)
  local hints = {}
  for i, finding in ipairs(support.render(spec, options).errors) do hints[i] = finding.hint end
  return hints
end

function support.warnings(spec, options)
  return sentences(support.render(spec, options).warnings)
end

function support.notes(spec, options)
  return sentences(support.render(spec, options).notes)
end

--- What a policy decided.
function support.decided(policy, spec, options)
  local result = support.render(spec, merge({ report = true }, options))
  if not result.ok then error(table.concat(sentences(result.errors), "\n"), 2) end
  for _, entry in ipairs(result.report.policies) do
    if entry.name == policy then return entry.decided end
  end
  error("there is no policy " .. policy, 2)
end

--- The value of a Lua expression (or of statements that end in `return`) inside the sandbox,
-- where `xr` and `ctx` are those of a policy.
function support.eval(code, spec, options)
  if not code:find("return", 1, true) then code = "return " .. code end
  local probe = "return { name = \"probe\", summary = \"\", decide = function(xr, ctx)\n"
             .. "local value = (function() " .. code .. "\nend)()\n"
             .. "if value == nil then return {} end\nreturn { value = value } end }\n"
  options = merge({ overlays = { { ["policies/probe.lua"] = probe } } }, options)
  return support.decided("probe", spec, options).value
end

--- The refusals when the manifest `name` was changed by `code`, which sees it as `doc`.
function support.broken(name, code, spec, options)
  local policy = "return { name = \"trial\", summary = \"\", mutate = function(doc, ctx)\n"
              .. "if ctx.resource == \"" .. name .. "\" then " .. code .. " end\n"
              .. "return doc end }\n"
  return support.errors(spec, merge({ overlays = { { ["policies/trial.lua"] = policy } } }, options))
end

--- The refusals when a policy's rows were changed by `code`, which sees them as `settings`.
local function with_settings(policy, code)
  return { { ["policies/" .. policy .. ".lua"] = "local policy = require \"policies." .. policy
             .. "\"\nlocal settings = policy.settings\n" .. code .. "\nreturn policy\n" } }
end
support.with_settings = with_settings

--- Everything that scaling and routing make.
support.full = { host = "qwen.example.com", scaling = { enabled = true } }

--- The same for a model that may sleep.
support.zero = { host = "qwen.example.com", minReplicas = 0, scaling = { enabled = true } }

return support
