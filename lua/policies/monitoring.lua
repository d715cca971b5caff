--- How Prometheus finds what the triggers ask it for.
local settings = {
  -- kube-prometheus-stack selects monitors by the name of its Helm release.
  release = "kube-prometheus-stack",

  interval       = "15s",  -- of the model's pods
  pickerInterval = "10s",  -- of the picker: KEDA asks as often when a model may sleep at zero

  -- "always", or "scaling" where the monitoring CRDs are installed only for autoscaling.
  when = "always",
}

return {
  name     = "monitoring",
  summary  = "Chooses what is scraped, how often, and by which Prometheus",
  settings = settings,

  decide = function(_, ctx)
    return {
      labels         = { release = ctx.decided.parameters.monitoring.release or settings.release },
      interval       = settings.interval,
      pickerInterval = settings.pickerInterval,
      always         = settings.when == "always",
    }
  end,
}
