--- A bundle for tests of the command: small, and able to fail in every way.
return {
  name       = "parcels",
  version    = "1.2.3",
  summary    = "Makes notes and labels of parcels",
  accepts    = { apiVersion = "post.example/v1", kind = "Parcel" },
  definition = "definition.yaml",
  platform   = { "metadata", "status" },
  policies   = { "weight", "faults" },
  resources  = { "note", "label", "stamps" },
  envelope   = "lib.crate",
}
