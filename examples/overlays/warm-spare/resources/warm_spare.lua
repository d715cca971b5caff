--- Pods that do nothing on as many GPUs as a replica has, and go when one needs them.
local names = require "lib.names"

local settings = {
  replicas = 1,  -- how many of the next replicas find a node at once

  -- Of priority-class.yaml, which the target cluster gets once.
  priorityClass = "warm-spare",

  image = "registry.k8s.io/pause:3.10",
}

local function pods(xr)
  return { ["warm-spare"] = names.runtime(xr) }  -- not `app`, by which the pool finds the model's
end

-- What a replica asks for, so that its node is one that a replica fits on, and all of it is free
-- when the spare goes.
local function holder(runtime)
  local wanted  = runtime.resources
  local amounts = { cpu = wanted.cpu, memory = wanted.memory, ["nvidia.com/gpu"] = wanted.gpu }
  return {
    name            = "holder",
    image           = settings.image,
    resources       = { requests = amounts, limits = amounts },
    securityContext = {
      allowPrivilegeEscalation = false,
      capabilities   = { drop = { "ALL" } },
      runAsNonRoot   = true,
      runAsUser      = 65535,
      seccompProfile = { type = "RuntimeDefault" },
    },
  }
end

return {
  name     = "warm-spare",
  summary  = "Pods of low priority that hold GPUs for the next replica",
  when     = "spec.scaling.enabled",
  settings = settings,

  render = function(xr, ctx)
    local runtime, labels = ctx.decided.runtime, pods(xr)
    return {
      apiVersion = "apps/v1",
      kind       = "Deployment",
      metadata   = {
        name      = luxr.names.shorten(names.runtime(xr) .. "-warm-spare"),
        namespace = names.namespace(xr),
        labels    = labels,
      },
      spec = {
        replicas = settings.replicas,
        strategy = { type = "Recreate" },  -- a second one would wait for GPUs that the first holds
        selector = { matchLabels = labels },
        template = {
          metadata = { labels = labels },
          spec = {
            priorityClassName = settings.priorityClass,
            terminationGracePeriodSeconds = 0,  -- nothing to finish: the GPUs are free at once
            automountServiceAccountToken  = false,
            enableServiceLinks = false,
            affinity = {
              nodeAffinity = {
                requiredDuringSchedulingIgnoredDuringExecution = {
                  nodeSelectorTerms = runtime.nodeSelectorTerms,
                },
              },
            },
            tolerations = runtime.toleration,
            containers  = { holder(runtime) },
          },
        },
      },
    }
  end,
}
