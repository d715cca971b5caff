--- As little of a bundle as there can be: what is hostile comes in overlays.
return {
  name       = "hostile",
  version    = "1.0.0",
  summary    = "Holds still while a hostile overlay is tried",
  accepts    = { apiVersion = "hostile.test/v1", kind = "Subject" },
  definition = "definition.yaml",
  platform   = { "metadata", "status" },
  policies   = {},
  resources  = { "plain" },
}
