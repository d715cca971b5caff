--- Changes one policy, adds another one, and removes a resource.
return {
  name     = "torture-overlay",
  summary  = "Another factor",
  policies = { "third" },
  remove   = { resources = { "sleeping" } },
  retired  = { "long-gone" },
  lock     = { "first" },
}
