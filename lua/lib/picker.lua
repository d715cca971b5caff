--- The endpoint picker's pod: its labels and its one container.
local names = require "lib.names"

local picker = {
  volume = "plugins-config-volume",

  -- On the pod template: the configuration is read once, so a change has to roll the pod.
  digest = "inference.devopstoolkit.ai/config-sha256",
}

--- Labels of the picker's pods. Never `app: <name>`: they would join the pool.
function picker.pods(xr)
  return { inferencepool = names.picker(xr) }
end

--- Metadata of its Deployment and Service; the label is what its ServiceMonitor selects.
function picker.metadata(xr)
  local name = names.picker(xr)
  return {
    name      = name,
    namespace = names.namespace(xr),
    labels    = { ["app.kubernetes.io/name"] = name },
  }
end

local function arguments(xr, choice)
  return {
    "--pool-name", names.runtime(xr),
    "--pool-namespace", names.namespace(xr),
    "--pool-group", "inference.networking.k8s.io",
    "--zap-encoder", "json",
    "--config-file", "/config/" .. choice.file,
    "--v", choice.verbosity,
    "--tracing=false",                -- it looks for a collector by default
    "--metrics-endpoint-auth=false",  -- else Prometheus needs a token and the picker a ClusterRole
    "--enable-pprof=false",           -- else the heap is readable beside those metrics
  }                                   -- TLS stays on: the AI Gateway speaks nothing else
end

local function probe(timing)
  timing.grpc = { port = 9003, service = "inference-extension" }
  return timing
end

local function field(name, path)
  return { name = name, valueFrom = { fieldRef = { fieldPath = path } } }
end

-- What is the same in every container of a picker.
local ports = {
  { name = "grpc", containerPort = 9002 },
  { name = "grpc-health", containerPort = 9003 },
  { name = "metrics", containerPort = 9090 },
}

local liveness  = probe { initialDelaySeconds = 5, periodSeconds = 10 }
local readiness = probe { periodSeconds = 2 }

local environment = {
  field("NAMESPACE", "metadata.namespace"),
  field("POD_NAME", "metadata.name"),
}

local security = {  -- what the restricted Pod Security level asks for, and no more
  allowPrivilegeEscalation = false,
  capabilities   = { drop = { "ALL" } },
  runAsNonRoot   = true,
  runAsUser      = 65532,
  seccompProfile = { type = "RuntimeDefault" },
}

local mounts = { { name = picker.volume, mountPath = "/config" } }

--- The container, of a choice of policies.picker.
function picker.container(xr, choice)
  return {
    name            = "epp",
    image           = choice.image,
    imagePullPolicy = "IfNotPresent",
    args            = arguments(xr, choice),
    resources       = choice.resources,
    ports           = ports,
    livenessProbe   = liveness,
    readinessProbe  = readiness,
    env             = environment,
    securityContext = security,
    volumeMounts    = mounts,
  }
end

return picker
