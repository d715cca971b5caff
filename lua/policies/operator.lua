--- Which vLLM operator runs on the target, and what its VLLMRuntime can say.
local profiles = require "lib.profiles"
local tables   = require "lib.tables"

local settings = {
  profile = "0.1.12",  -- where the parameter `operator` does not say another

  -- One field that an installed CRD does not declare fails the whole manifest, so each release
  -- unlocks what its CRD has beyond the others. Read from the CRD at the tags vllm-stack-0.1.11 and
  -- 0.1.12, and at commit a6c01db for head; all else that a VLLMRuntime of ours says is in all.
  profiles = {
    ["0.1.11"] = {
      fields = { autoscalingConfig = true },
      needs  = "KEDA's CRDs even where nothing scales: without them it writes no status",
    },
    ["0.1.12"] = {
      fields = { autoscalingConfig = true, runtimeClass = true, podAnnotations = true },
    },
    head = {
      fields = {
        autoscalingConfig = true, runtimeClass = true, podAnnotations = true, shmSize = true,
      },
    },
  },
}

-- "0.1.12, head": the releases that have a field.
local function having(field)
  local names = {}
  for _, name in ipairs(tables.keys(settings.profiles)) do
    if settings.profiles[name].fields[field] then names[#names + 1] = name end
  end
  return table.concat(names, " or ")
end

local function check_field(part, at, field, operator, ctx)
  if part[field] == nil or operator.fields[field] then return end
  ctx.reject("vllm-runtime: " .. at .. field, "the vLLM operator " .. operator.profile .. " has no "
             .. field .. ", and a field that its CRD lacks fails the whole manifest",
             "leave it out, or choose operator " .. having(field))
end

return {
  name     = "operator",
  summary  = "Knows what the target's vLLM operator takes",
  settings = settings,

  decide = function(xr, ctx)
    local replicas  = ctx.decided.replicas
    local row, name = profiles.pick(settings, "vLLM operator", ctx.decided.parameters.operator,
                                    "operator", "spec", ctx)
    if replicas.native and not row.fields.autoscalingConfig then
      ctx.reject("parameters.operator", "the vLLM operator " .. name .. " cannot scale: it has no "
                 .. "autoscalingConfig", "choose operator " .. having("autoscalingConfig")
                 .. ", or another way")
    end
    if row.needs and replicas.workload == "vllm-runtime" and not xr.spec.scaling.enabled then
      ctx.note("the vLLM operator " .. name .. " needs " .. row.needs)
    end
    return { profile = name, fields = row.fields }
  end,

  verify = function(docs, ctx)
    local doc, operator = docs["vllm-runtime"], ctx.decided.operator
    if doc == nil then return end
    local spec = doc.spec
    local pods, at = spec.deploymentConfig or {}, "spec.deploymentConfig."
    check_field(spec, "spec.", "autoscalingConfig", operator, ctx)
    check_field(pods, at, "runtimeClass", operator, ctx)
    check_field(pods, at, "podAnnotations", operator, ctx)
    check_field(pods, at, "shmSize", operator, ctx)
  end,
}
