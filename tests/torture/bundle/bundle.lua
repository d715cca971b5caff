--- A small bundle with every hook, for runs in which memory fails.
return {
  name       = "torture",
  version    = "1.0.0",
  summary    = "Every hook once",
  accepts    = { apiVersion = "torture.example.com/v1", kind = "Thing" },
  definition = "definition.yaml",
  platform   = { "metadata", "status" },
  policies   = { "first", "second" },
  resources  = { "plain", "many", "sleeping" },

  output = { heads = { "spec.template" }, foreign = { "uid" }, reserved = { "k8s.io" }, bytes = 65536 },

  envelope = "lib.wrap",
  owned    = function(object) return object.metadata.labels.torture == "yes" end,
  ready    = function(object) return object.status ~= nil end,
  retired  = { "gone" },
}
