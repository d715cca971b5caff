--- Which GPU nodes a model's pods may run on, and what keeps an autoscaler of nodes from taking them.
local profiles = require "lib.profiles"

local settings = {
  profile = "any",  -- where the parameter `nodes` does not say another

  -- labels: what a node has, by which the right pool grows, also from none. taints: beside that of
  -- policies.runtime, which all GPU pools have. gpus: of one node, which a pod cannot exceed.
  -- The machines are those of dot-kubernetes' small and large pools.
  profiles = {
    any = {},

    -- A label that GKE gives every node with GPUs.
    ["gke-t4"] = {
      labels = { ["cloud.google.com/gke-accelerator"] = "nvidia-tesla-t4" },
      gpus   = 1,
      scaler = "cluster-autoscaler",
    },
    ["gke-a100"] = {
      labels = { ["cloud.google.com/gke-accelerator"] = "nvidia-tesla-a100" },
      gpus   = 8,
      scaler = "cluster-autoscaler",
    },

    -- A label that every kubelet gives its node; the autoscaler knows it of an empty pool, too.
    ["eks-a10g"] = {
      labels = { ["node.kubernetes.io/instance-type"] = "g5.xlarge" },
      gpus   = 1,
      scaler = "cluster-autoscaler",
    },
    ["eks-a100"] = {
      labels = { ["node.kubernetes.io/instance-type"] = "p4d.24xlarge" },
      gpus   = 8,
      scaler = "cluster-autoscaler",
    },
    ["aks-t4"] = {
      labels = { ["node.kubernetes.io/instance-type"] = "Standard_NC4as_T4_v3" },
      gpus   = 1,
      scaler = "cluster-autoscaler",
    },
    -- AKS labels and taints its spot nodes itself.
    ["aks-t4-spot"] = {
      labels = {
        ["kubernetes.azure.com/scalesetpriority"] = "spot",
        ["node.kubernetes.io/instance-type"]      = "Standard_NC4as_T4_v3",
      },
      taints = {
        { key = "kubernetes.azure.com/scalesetpriority", value = "spot", effect = "NoSchedule" },
      },
      gpus   = 1,
      scaler = "cluster-autoscaler",
    },

    -- Labels by which Karpenter chooses a machine on AWS; its largest has so many GPUs.
    ["karpenter-a10g"] = {
      labels = { ["karpenter.k8s.aws/instance-gpu-name"] = "a10g" },
      gpus   = 8,
      scaler = "karpenter",
    },
    ["karpenter-a100"] = {
      labels = { ["karpenter.k8s.aws/instance-gpu-name"] = "a100" },
      gpus   = 8,
      scaler = "karpenter",
    },
  },

  -- Annotations of a pod that is not to be moved for a fuller node: its model loads for minutes.
  scalers = {
    ["cluster-autoscaler"] = { ["cluster-autoscaler.kubernetes.io/safe-to-evict"] = "false" },
    karpenter              = { ["karpenter.sh/do-not-disrupt"] = "true" },
  },
}

-- What an operator that cannot annotate pods is not told, with a note where that matters.
local function annotations_of(row, name, ctx)
  local wanted = settings.scalers[row.scaler]
  if wanted == nil or ctx.decided.replicas.workload ~= "vllm-runtime" then return wanted end
  local operator = ctx.decided.operator
  if operator.fields.podAnnotations then return wanted end
  ctx.note("the autoscaler of nodes " .. name .. " may move a pod that has loaded: the vLLM operator "
           .. operator.profile .. " has no podAnnotations to keep it with")
end

return {
  name     = "nodes",
  summary  = "Chooses the GPU nodes of a model",
  settings = settings,

  decide = function(xr, ctx)
    local row, name = profiles.pick(settings, "pool of nodes", ctx.decided.parameters.nodes, "nodes",
                                    "spec", ctx)
    if row.gpus ~= nil and xr.spec.gpu > row.gpus then
      ctx.reject("spec.gpu", "must be at most " .. row.gpus .. " on nodes " .. name
                 .. ": no pod gets more GPUs than a node has, and this one would wait for ever",
                 "choose other nodes")
    end
    return {
      labels      = row.labels,
      taints      = row.taints,
      annotations = annotations_of(row, name, ctx),
    }
  end,
}
