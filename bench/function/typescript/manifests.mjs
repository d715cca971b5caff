// The fourteen Objects of an LLMInference as somebody would write them by hand: the same data as
// luxr's, none of its checks.
const CREATED = { policy: "SuccessfulCreate" };
const PICKER_CONFIG = `apiVersion: inference.networking.x-k8s.io/v1alpha1
kind: EndpointPickerConfig
plugins:
- type: queue-scorer
- type: kv-cache-utilization-scorer
- type: prefix-cache-scorer
schedulingProfiles:
- name: default
  plugins:
  - pluginRef: queue-scorer
    weight: 2
  - pluginRef: kv-cache-utilization-scorer
    weight: 2
  - pluginRef: prefix-cache-scorer
    weight: 3
`;
// It is constant, so its hash is.
const PICKER_HASH = "9051e075b8854abaf24a51848440af42b4da7ab7f9b3387bf42ee0556ad3ed59";

const cel = (celQuery) => ({ policy: "DeriveFromCelQuery", celQuery });
const READY = {
  runtime: cel('has(object.status) && ((has(object.status.modelStatus) && object.status.modelStatus == "Ready") || (has(object.status.availableReplicas) && object.status.availableReplicas >= 1))'),
  route: cel('has(object.status) && has(object.status.parents) && object.status.parents.exists(p, has(p.conditions) && p.conditions.exists(c, c.type == "Accepted" && c.status == "True"))'),
  deployment: cel("has(object.status) && has(object.status.availableReplicas) && object.status.availableReplicas >= 1"),
};

function defaulted(spec) {
  return {
    gpu: 1, criticality: "critical", minReplicas: 1, maxReplicas: 3, ...spec,
    scaling: {
      enabled: false, metric: "queue-depth",
      prometheusAddress: "http://kube-prometheus-stack-prometheus.prometheus-system:9090",
      ...spec.scaling,
    },
  };
}

function runtime(at, spec) {
  const vllmConfig = {
    enableChunkedPrefill: true, enablePrefixCaching: true,
    env: [{ name: "VLLM_WORKER_MULTIPROC_METHOD", value: "spawn" }],
    gpuMemoryUtilization: "0.9", port: 8000, v1: true,
  };
  if (spec.gpu > 1) vllmConfig.tensorParallelSize = spec.gpu;
  const deploymentConfig = {
    image: { registry: "docker.io", name: "lmcache/vllm-openai:v0.3.13" },
    nodeSelectorTerms: [{
      matchExpressions: [{ key: "kubernetes.io/os", operator: "In", values: ["linux"] }],
    }],
    resources: { cpu: `${spec.gpu * 2}`, gpu: `${spec.gpu}`, memory: `${spec.gpu * 8}Gi` },
    toleration: [{ effect: "NoSchedule", key: "nvidia.com/gpu", operator: "Exists" }],
  };
  if (!spec.scaling.enabled) deploymentConfig.replicas = spec.minReplicas;
  return {
    apiVersion: "production-stack.vllm.ai/v1alpha1", kind: "VLLMRuntime", metadata: at.model,
    spec: { deploymentConfig, model: { dtype: "auto", modelURL: spec.model }, vllmConfig },
  };
}

function routing(at, spec) {
  const group = "inference.networking.k8s.io";
  const pool = {
    apiVersion: `${group}/v1`, kind: "InferencePool", metadata: at.model,
    spec: {
      endpointPickerRef: {
        failureMode: "FailClose", group: "", kind: "Service", name: at.picker.name,
        port: { number: 9002 },
      },
      selector: { matchLabels: { app: at.model.name } },
      targetPorts: [{ number: 8000 }],
    },
  };
  const objective = {
    apiVersion: "inference.networking.x-k8s.io/v1alpha2", kind: "InferenceObjective",
    metadata: at.model,
    spec: {
      poolRef: { group, kind: "InferencePool", name: at.model.name },
      priority: spec.criticality === "critical" ? 100 : 0,
    },
  };
  const route = {
    apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute", metadata: at.model,
    spec: {
      hostnames: [spec.host],
      parentRefs: [{
        group: "gateway.networking.k8s.io", kind: "Gateway", name: "eg",
        namespace: "envoy-gateway-system",
      }],
      rules: [{
        backendRefs: [{ group, kind: "InferencePool", name: at.model.name, weight: 1 }],
        matches: [{ path: { type: "PathPrefix", value: "/" } }],
        timeouts: { request: "0s" },
      }],
    },
  };
  return { pool, objective, route };
}

const rule = (apiGroup, ...resources) => (
  { apiGroups: [apiGroup], resources, verbs: ["get", "watch", "list"] });

function role(at, part, rules) {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role",
    metadata: { name: `${at.picker.name}-${part}`, namespace: at.picker.namespace }, rules,
  };
}

function binding(at, part) {
  const name = `${at.picker.name}-${part}`;
  return {
    apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding",
    metadata: { name, namespace: at.picker.namespace },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    subjects: [{ kind: "ServiceAccount", ...at.picker }],
  };
}

const field = (name, fieldPath) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
const probe = { grpc: { port: 9003, service: "inference-extension" } };

function pickerContainer(at) {
  return {
    name: "epp", image: "registry.k8s.io/gateway-api-inference-extension/epp:v1.3.1",
    imagePullPolicy: "IfNotPresent",
    args: [
      "--pool-name", at.model.name, "--pool-namespace", at.model.namespace,
      "--pool-group", "inference.networking.k8s.io", "--zap-encoder", "json",
      "--config-file", "/config/default-plugins.yaml", "--v", "1", "--tracing=false",
      "--metrics-endpoint-auth=false", "--enable-pprof=false",
    ],
    env: [field("NAMESPACE", "metadata.namespace"), field("POD_NAME", "metadata.name")],
    livenessProbe: { ...probe, initialDelaySeconds: 5, periodSeconds: 10 },
    readinessProbe: { ...probe, periodSeconds: 2 },
    ports: [
      { containerPort: 9002, name: "grpc" }, { containerPort: 9003, name: "grpc-health" },
      { containerPort: 9090, name: "metrics" },
    ],
    securityContext: {
      allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, runAsNonRoot: true,
      runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" },
    },
    volumeMounts: [{ mountPath: "/config", name: "plugins-config-volume" }],
  };
}

function pickerDeployment(at) {
  const labels = { inferencepool: at.picker.name };
  return {
    apiVersion: "apps/v1", kind: "Deployment", metadata: at.labelled,
    spec: {
      replicas: 1, selector: { matchLabels: labels }, strategy: { type: "Recreate" },
      template: {
        metadata: {
          annotations: { "inference.devopstoolkit.ai/config-sha256": PICKER_HASH }, labels,
        },
        spec: {
          containers: [pickerContainer(at)],
          serviceAccountName: at.picker.name, terminationGracePeriodSeconds: 130,
          volumes: [{ configMap: { name: at.picker.name }, name: "plugins-config-volume" }],
        },
      },
    },
  };
}

const port = (name, number) => ({ name, port: number, protocol: "TCP", targetPort: number });

function pickerService(at) {
  return {
    apiVersion: "v1", kind: "Service", metadata: at.labelled,
    spec: {
      ports: [port("grpc-ext-proc", 9002), port("http-metrics", 9090)],
      selector: { inferencepool: at.picker.name }, type: "ClusterIP",
    },
  };
}

function monitor(at) {
  return {
    apiVersion: "monitoring.coreos.com/v1", kind: "ServiceMonitor",
    metadata: { ...at.model, labels: { release: "kube-prometheus-stack" } },
    spec: {
      endpoints: [{
        interval: "15s", path: "/metrics", port: "http",
        relabelings: [{
          action: "keep", regex: at.model.name,
          sourceLabels: ["__meta_kubernetes_service_name"],
        }],
      }],
      selector: {},
    },
  };
}

function trigger(at, scaling) {
  const job = `{namespace="${at.model.namespace}",job="${at.model.name}"}`;
  const [query, threshold, metricType] = scaling.metric === "kv-cache"
    ? [`avg(vllm:kv_cache_usage_perc${job})`, "0.8", "Value"]
    : [`sum(vllm:num_requests_waiting${job})`, "3", "AverageValue"];
  return {
    metadata: {
      ignoreNullValues: "false", query, serverAddress: scaling.prometheusAddress, threshold,
    },
    metricType, name: scaling.metric, type: "prometheus",
  };
}

function scaledObject(at, spec) {
  const policy = (periodSeconds) => [{ periodSeconds, type: "Pods", value: 1 }];
  return {
    apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", metadata: at.model,
    spec: {
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: {
            scaleDown: { policies: policy(300), stabilizationWindowSeconds: 600 },
            scaleUp: { policies: policy(60), stabilizationWindowSeconds: 0 },
          },
        },
      },
      fallback: { behavior: "currentReplicasIfHigher", failureThreshold: 3, replicas: 1 },
      maxReplicaCount: spec.maxReplicas, minReplicaCount: spec.minReplicas,
      scaleTargetRef: {
        apiVersion: "production-stack.vllm.ai/v1alpha1", kind: "VLLMRuntime", name: at.model.name,
      },
      triggers: [trigger(at, spec.scaling)],
    },
  };
}

/** The composed resources of an XR: name -> Object. */
export function objects(xr) {
  const spec = defaulted(xr.spec);
  const { name } = xr.metadata;
  const namespace = spec.targetNamespace ?? xr.metadata.namespace;
  const picker = { name: `${name}-epp`, namespace };
  const at = {
    model: { name, namespace }, picker,
    labelled: { ...picker, labels: { "app.kubernetes.io/name": picker.name } },
  };
  const made = {};
  const add = (resource, manifest, readiness = CREATED) => {
    made[resource] = {
      apiVersion: "kubernetes.m.crossplane.io/v1alpha1", kind: "Object",
      metadata: {
        name: `${name}-${resource}`, namespace: xr.metadata.namespace,
        annotations: { "inference.devopstoolkit.ai/bundle": "llm-inference" },
      },
      spec: {
        forProvider: { manifest },
        providerConfigRef: { kind: "ProviderConfig", name: spec.providerConfigName },
        readiness,
      },
    };
  };
  add("vllm-runtime", runtime(at, spec), READY.runtime);
  if (spec.host !== undefined) {
    const { pool, objective, route } = routing(at, spec);
    add("inference-pool", pool);
    add("inference-objective", objective);
    add("http-route", route, READY.route);
    add("epp-config", {
      apiVersion: "v1", kind: "ConfigMap", metadata: picker,
      data: { "default-plugins.yaml": PICKER_CONFIG },
    });
    add("epp-service-account", { apiVersion: "v1", kind: "ServiceAccount", metadata: picker });
    add("epp-pod-reader", role(at, "pod-reader", [rule("", "pods")]));
    add("epp-pool-reader", role(at, "pool-reader", [
      rule("inference.networking.k8s.io", "inferencepools"),
      rule("inference.networking.x-k8s.io", "inferenceobjectives", "inferencemodelrewrites"),
    ]));
    add("epp-pod-reader-binding", binding(at, "pod-reader"));
    add("epp-pool-reader-binding", binding(at, "pool-reader"));
    add("epp-deployment", pickerDeployment(at), READY.deployment);
    add("epp-service", pickerService(at));
  }
  add("service-monitor", monitor(at));
  if (spec.scaling.enabled) {
    add("scaled-object", scaledObject(at, spec), { policy: "DeriveFromObject" });
  }
  return made;
}
