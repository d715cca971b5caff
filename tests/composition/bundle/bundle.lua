--- Answers what ctx.parameters.response says, in the words of the protocol: what another
--- function once answered is answered again, by scripts.
return {
  name      = "echo",
  version   = "1.0.0",
  summary   = "Answers what its parameters say",
  accepts   = { apiVersion = "example.org/v1alpha1", kind = "XApp" },
  policies  = { "answer" },
  resources = { "resources" },
  envelope  = "lib.unwrap",
  empty     = true,
}
