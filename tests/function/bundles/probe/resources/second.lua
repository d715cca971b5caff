--- There when spec.second is true, once the first is ready.
return {
  name  = "second",
  when  = "spec.second",
  after = { "first" },

  render = function()
    return {
      apiVersion = "v1",
      kind       = "Secret",
      metadata   = { name = "second", annotations = { ["example.org/probe"] = "true" } },
      stringData = { password = "made by a script" },
    }
  end,
}
