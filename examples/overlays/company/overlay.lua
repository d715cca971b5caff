--- House rules of a company: what belongs to whom, which models it serves, how many GPUs.
return {
  name    = "company",
  summary = "Labels, refused models and a limit of GPUs",

  -- A team's overlay, stacked on this one, can change other policies, but not these two.
  lock = { "house", "rbac" },
}
