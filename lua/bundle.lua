--- What this bundle accepts, and what it makes of it, in order.
local mark     = require "lib.mark"
local observed = require "lib.observed"

return {
  name       = "llm-inference",
  version    = "0.1.0",
  summary    = "Serves a model on GPUs, with inference-aware routing and autoscaling",
  accepts    = { apiVersion = "inference.devopstoolkit.ai/v1alpha1", kind = "LLMInference" },
  definition = "definition.yaml",
  platform   = { "metadata", "status", "spec.crossplane" },

  -- A policy sees what those before it decided; the last four look at the output.
  policies = {
    "names",
    "parameters",
    "model",
    "replicas",
    "operator",
    "routing",
    "picker",
    "criticality",
    "monitoring",
    "scaling",
    "nodes",
    "runtime",
    "triggers",
    "references",
    "rbac",
    "status",
  },

  resources = {
    "vllm_runtime",
    "model_deployment",
    "model_service",
    "inference_pool",
    "inference_objective",
    "http_route",
    "epp_config",
    "epp_service_account",
    "epp_pod_reader",
    "epp_pool_reader",
    "epp_pod_reader_binding",
    "epp_pool_reader_binding",
    "epp_deployment",
    "epp_service",
    "service_monitor",
    "scaled_object",
    "epp_service_monitor",
  },

  -- Of every manifest and Object, before an API server is asked.
  output = {
    heads    = { "spec.template.metadata" },
    foreign  = {  -- the API server's, Crossplane's or the garbage collector's
      "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "finalizers",
      "generateName", "generation", "managedFields", "ownerReferences", "resourceVersion",
      "selfLink", "uid",
    },
    reserved = { "kubernetes.io", "k8s.io" },

    annotations = 256 * 1024,

    -- etcd takes 1.5 MiB, and an Object holds the manifest twice: as it is wanted, and as it was
    -- last seen.
    bytes = 700 * 1024,

    one_namespace = true,
  },

  envelope = "lib.object",
  owned    = mark.owns,
  ready    = observed.ready,
  retired  = {},
  empty    = false,
}
