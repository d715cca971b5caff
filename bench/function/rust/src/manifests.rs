//! The fourteen Objects of an LLMInference as somebody would write them by hand: the same data as
//! luxr's, none of its checks.
use std::collections::HashMap;

use prost_types::{value::Kind, Struct, Value};

use crate::protocol::Resource;

macro_rules! map {
    ($($key:expr => $value:expr),* $(,)?) => {
        Value::from(std::collections::BTreeMap::from([$((String::from($key), Value::from($value))),*]))
    };
}
macro_rules! list {
    ($($value:expr),* $(,)?) => { Value::from(vec![$(Value::from($value)),*]) };
}

const PICKER_CONFIG: &str = "apiVersion: inference.networking.x-k8s.io/v1alpha1
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
";
/// It is constant, so its hash is.
const PICKER_HASH: &str = "9051e075b8854abaf24a51848440af42b4da7ab7f9b3387bf42ee0556ad3ed59";
const GROUP: &str = "inference.networking.k8s.io";
const X_GROUP: &str = "inference.networking.x-k8s.io";
const RBAC: &str = "rbac.authorization.k8s.io";
const PROMETHEUS: &str = "http://kube-prometheus-stack-prometheus.prometheus-system:9090";
const RUNTIME_READY: &str = "has(object.status) && ((has(object.status.modelStatus) && object.status.modelStatus == \"Ready\") || (has(object.status.availableReplicas) && object.status.availableReplicas >= 1))";
const ROUTE_READY: &str = "has(object.status) && has(object.status.parents) && object.status.parents.exists(p, has(p.conditions) && p.conditions.exists(c, c.type == \"Accepted\" && c.status == \"True\"))";
const DEPLOYMENT_READY: &str = "has(object.status) && has(object.status.availableReplicas) && object.status.availableReplicas >= 1";

fn field<'a>(map: &'a Struct, name: &str) -> Option<&'a Kind> {
    map.fields.get(name).and_then(|value| value.kind.as_ref())
}

fn text<'a>(map: &'a Struct, name: &str) -> Option<&'a str> {
    match field(map, name) {
        Some(Kind::StringValue(text)) => Some(text),
        _ => None,
    }
}

fn number(map: &Struct, name: &str, default: f64) -> f64 {
    match field(map, name) {
        Some(Kind::NumberValue(number)) => *number,
        _ => default,
    }
}

fn within<'a>(map: &'a Struct, name: &str) -> Option<&'a Struct> {
    match field(map, name) {
        Some(Kind::StructValue(inner)) => Some(inner),
        _ => None,
    }
}

struct Names<'a> {
    name: &'a str,
    namespace: &'a str,
    picker: String,
}

impl Names<'_> {
    fn model(&self) -> Value {
        map! { "name" => self.name, "namespace" => self.namespace }
    }
    fn of_picker(&self) -> Value {
        map! { "name" => self.picker.as_str(), "namespace" => self.namespace }
    }
    fn labelled(&self) -> Value {
        map! { "name" => self.picker.as_str(), "namespace" => self.namespace,
               "labels" => map! { "app.kubernetes.io/name" => self.picker.as_str() } }
    }
    fn part(&self, part: &str) -> String {
        format!("{}-{part}", self.picker)
    }
}

struct Spec<'a> {
    model: &'a str,
    provider: &'a str,
    host: Option<&'a str>,
    critical: bool,
    gpu: f64,
    min: f64,
    max: f64,
    scaling: bool,
    metric: &'a str,
    prometheus: &'a str,
}

fn read(spec: &Struct) -> Option<Spec<'_>> {
    let scaling = within(spec, "scaling");
    Some(Spec {
        model: text(spec, "model")?,
        provider: text(spec, "providerConfigName")?,
        host: text(spec, "host"),
        critical: text(spec, "criticality").unwrap_or("critical") == "critical",
        gpu: number(spec, "gpu", 1.0),
        min: number(spec, "minReplicas", 1.0),
        max: number(spec, "maxReplicas", 3.0),
        scaling: matches!(scaling.and_then(|s| field(s, "enabled")), Some(Kind::BoolValue(true))),
        metric: scaling.and_then(|s| text(s, "metric")).unwrap_or("queue-depth"),
        prometheus: scaling.and_then(|s| text(s, "prometheusAddress")).unwrap_or(PROMETHEUS),
    })
}

fn put(map: &mut Value, key: &str, value: impl Into<Value>) {
    if let Some(Kind::StructValue(inner)) = &mut map.kind {
        inner.fields.insert(key.into(), value.into());
    }
}

fn runtime(at: &Names, spec: &Spec) -> Value {
    let mut config = map! {
        "enableChunkedPrefill" => true, "enablePrefixCaching" => true,
        "env" => list![map! { "name" => "VLLM_WORKER_MULTIPROC_METHOD", "value" => "spawn" }],
        "gpuMemoryUtilization" => "0.9", "port" => 8000.0, "v1" => true,
    };
    if spec.gpu > 1.0 {
        put(&mut config, "tensorParallelSize", spec.gpu);
    }
    let mut deployment = map! {
        "image" => map! { "registry" => "docker.io", "name" => "lmcache/vllm-openai:v0.3.13" },
        "nodeSelectorTerms" => list![map! { "matchExpressions" => list![map! {
            "key" => "kubernetes.io/os", "operator" => "In", "values" => list!["linux"] }] }],
        "resources" => map! { "cpu" => format!("{}", spec.gpu * 2.0),
                              "gpu" => format!("{}", spec.gpu),
                              "memory" => format!("{}Gi", spec.gpu * 8.0) },
        "toleration" => list![map! {
            "effect" => "NoSchedule", "key" => "nvidia.com/gpu", "operator" => "Exists" }],
    };
    if !spec.scaling {
        put(&mut deployment, "replicas", spec.min);
    }
    map! { "apiVersion" => "production-stack.vllm.ai/v1alpha1", "kind" => "VLLMRuntime",
           "metadata" => at.model(),
           "spec" => map! { "deploymentConfig" => deployment, "vllmConfig" => config,
                            "model" => map! { "dtype" => "auto", "modelURL" => spec.model } } }
}

fn pool(at: &Names) -> Value {
    map! { "apiVersion" => format!("{GROUP}/v1"), "kind" => "InferencePool",
           "metadata" => at.model(),
           "spec" => map! {
               "endpointPickerRef" => map! {
                   "failureMode" => "FailClose", "group" => "", "kind" => "Service",
                   "name" => at.picker.as_str(), "port" => map! { "number" => 9002.0 } },
               "selector" => map! { "matchLabels" => map! { "app" => at.name } },
               "targetPorts" => list![map! { "number" => 8000.0 }] } }
}

fn objective(at: &Names, spec: &Spec) -> Value {
    map! { "apiVersion" => format!("{X_GROUP}/v1alpha2"), "kind" => "InferenceObjective",
           "metadata" => at.model(),
           "spec" => map! {
               "poolRef" => map! { "group" => GROUP, "kind" => "InferencePool", "name" => at.name },
               "priority" => if spec.critical { 100.0 } else { 0.0 } } }
}

fn route(at: &Names, host: &str) -> Value {
    let gateway = "gateway.networking.k8s.io";
    map! { "apiVersion" => format!("{gateway}/v1"), "kind" => "HTTPRoute", "metadata" => at.model(),
           "spec" => map! {
               "hostnames" => list![host],
               "parentRefs" => list![map! { "group" => gateway, "kind" => "Gateway", "name" => "eg",
                                            "namespace" => "envoy-gateway-system" }],
               "rules" => list![map! {
                   "backendRefs" => list![map! { "group" => GROUP, "kind" => "InferencePool",
                                                 "name" => at.name, "weight" => 1.0 }],
                   "matches" => list![map! {
                       "path" => map! { "type" => "PathPrefix", "value" => "/" } }],
                   "timeouts" => map! { "request" => "0s" } }] } }
}

fn rule(group: &str, resources: Value) -> Value {
    map! { "apiGroups" => list![group], "resources" => resources,
           "verbs" => list!["get", "watch", "list"] }
}

fn role(at: &Names, part: &str, rules: Value) -> Value {
    map! { "apiVersion" => format!("{RBAC}/v1"), "kind" => "Role", "rules" => rules,
           "metadata" => map! { "name" => at.part(part), "namespace" => at.namespace } }
}

fn binding(at: &Names, part: &str) -> Value {
    let mut subject = at.of_picker();
    put(&mut subject, "kind", "ServiceAccount");
    map! { "apiVersion" => format!("{RBAC}/v1"), "kind" => "RoleBinding",
           "metadata" => map! { "name" => at.part(part), "namespace" => at.namespace },
           "roleRef" => map! { "apiGroup" => RBAC, "kind" => "Role", "name" => at.part(part) },
           "subjects" => list![subject] }
}

fn env(name: &str, path: &str) -> Value {
    map! { "name" => name,
           "valueFrom" => map! { "fieldRef" => map! { "fieldPath" => path } } }
}

fn probe() -> Value {
    map! { "grpc" => map! { "port" => 9003.0, "service" => "inference-extension" } }
}

fn container(at: &Names) -> Value {
    let (mut live, mut ready) = (probe(), probe());
    put(&mut live, "initialDelaySeconds", 5.0);
    put(&mut live, "periodSeconds", 10.0);
    put(&mut ready, "periodSeconds", 2.0);
    map! {
        "name" => "epp", "imagePullPolicy" => "IfNotPresent",
        "image" => "registry.k8s.io/gateway-api-inference-extension/epp:v1.3.1",
        "args" => list!["--pool-name", at.name, "--pool-namespace", at.namespace, "--pool-group",
                        GROUP, "--zap-encoder", "json", "--config-file",
                        "/config/default-plugins.yaml", "--v", "1", "--tracing=false",
                        "--metrics-endpoint-auth=false", "--enable-pprof=false"],
        "env" => list![env("NAMESPACE", "metadata.namespace"), env("POD_NAME", "metadata.name")],
        "livenessProbe" => live, "readinessProbe" => ready,
        "ports" => list![map! { "containerPort" => 9002.0, "name" => "grpc" },
                         map! { "containerPort" => 9003.0, "name" => "grpc-health" },
                         map! { "containerPort" => 9090.0, "name" => "metrics" }],
        "securityContext" => map! {
            "allowPrivilegeEscalation" => false,
            "capabilities" => map! { "drop" => list!["ALL"] }, "runAsNonRoot" => true,
            "runAsUser" => 65532.0, "seccompProfile" => map! { "type" => "RuntimeDefault" } },
        "volumeMounts" => list![map! {
            "mountPath" => "/config", "name" => "plugins-config-volume" }],
    }
}

fn deployment(at: &Names) -> Value {
    let picker = at.picker.as_str();
    map! { "apiVersion" => "apps/v1", "kind" => "Deployment", "metadata" => at.labelled(),
           "spec" => map! {
               "replicas" => 1.0,
               "selector" => map! { "matchLabels" => map! { "inferencepool" => picker } },
               "strategy" => map! { "type" => "Recreate" },
               "template" => map! {
                   "metadata" => map! {
                       "annotations" => map! {
                           "inference.devopstoolkit.ai/config-sha256" => PICKER_HASH },
                       "labels" => map! { "inferencepool" => picker } },
                   "spec" => map! {
                       "containers" => list![container(at)], "serviceAccountName" => picker,
                       "terminationGracePeriodSeconds" => 130.0,
                       "volumes" => list![map! { "configMap" => map! { "name" => picker },
                                                 "name" => "plugins-config-volume" }] } } } }
}

fn port(name: &str, number: f64) -> Value {
    map! { "name" => name, "port" => number, "protocol" => "TCP", "targetPort" => number }
}

fn service(at: &Names) -> Value {
    map! { "apiVersion" => "v1", "kind" => "Service", "metadata" => at.labelled(),
           "spec" => map! {
               "ports" => list![port("grpc-ext-proc", 9002.0), port("http-metrics", 9090.0)],
               "selector" => map! { "inferencepool" => at.picker.as_str() },
               "type" => "ClusterIP" } }
}

fn monitor(at: &Names) -> Value {
    let mut metadata = at.model();
    put(&mut metadata, "labels", map! { "release" => "kube-prometheus-stack" });
    map! { "apiVersion" => "monitoring.coreos.com/v1", "kind" => "ServiceMonitor",
           "metadata" => metadata,
           "spec" => map! {
               "endpoints" => list![map! {
                   "interval" => "15s", "path" => "/metrics", "port" => "http",
                   "relabelings" => list![map! {
                       "action" => "keep", "regex" => at.name,
                       "sourceLabels" => list!["__meta_kubernetes_service_name"] }] }],
               "selector" => Value::from(std::collections::BTreeMap::new()) } }
}

fn trigger(at: &Names, spec: &Spec) -> Value {
    let job = format!("{{namespace=\"{}\",job=\"{}\"}}", at.namespace, at.name);
    let (query, threshold, kind) = if spec.metric == "kv-cache" {
        (format!("avg(vllm:kv_cache_usage_perc{job})"), "0.8", "Value")
    } else {
        (format!("sum(vllm:num_requests_waiting{job})"), "3", "AverageValue")
    };
    map! { "metadata" => map! { "ignoreNullValues" => "false", "query" => query,
                                "serverAddress" => spec.prometheus, "threshold" => threshold },
           "metricType" => kind, "name" => spec.metric, "type" => "prometheus" }
}

fn scaled_object(at: &Names, spec: &Spec) -> Value {
    let policies = |seconds: f64| {
        list![map! { "periodSeconds" => seconds, "type" => "Pods", "value" => 1.0 }]
    };
    map! { "apiVersion" => "keda.sh/v1alpha1", "kind" => "ScaledObject", "metadata" => at.model(),
           "spec" => map! {
               "advanced" => map! { "horizontalPodAutoscalerConfig" => map! { "behavior" => map! {
                   "scaleDown" => map! { "policies" => policies(300.0),
                                         "stabilizationWindowSeconds" => 600.0 },
                   "scaleUp" => map! { "policies" => policies(60.0),
                                       "stabilizationWindowSeconds" => 0.0 } } } },
               "fallback" => map! { "behavior" => "currentReplicasIfHigher",
                                    "failureThreshold" => 3.0, "replicas" => 1.0 },
               "maxReplicaCount" => spec.max, "minReplicaCount" => spec.min,
               "scaleTargetRef" => map! { "apiVersion" => "production-stack.vllm.ai/v1alpha1",
                                          "kind" => "VLLMRuntime", "name" => at.name },
               "triggers" => list![trigger(at, spec)] } }
}

fn cel(query: &str) -> Value {
    map! { "policy" => "DeriveFromCelQuery", "celQuery" => query }
}

fn policy(name: &str) -> Value {
    map! { "policy" => name }
}

/// The composed resources of an XR by name; none when a field is missing that must be there.
pub fn objects(xr: &Struct) -> Option<HashMap<String, Resource>> {
    let (metadata, given) = (within(xr, "metadata")?, within(xr, "spec")?);
    let spec = read(given)?;
    let (name, home) = (text(metadata, "name")?, text(metadata, "namespace")?);
    let namespace = text(given, "targetNamespace").unwrap_or(home);
    let at = Names { name, namespace, picker: format!("{name}-epp") };
    let mut made = HashMap::new();
    let mut add = |resource: &str, manifest: Value, readiness: Value| {
        let object = map! {
            "apiVersion" => "kubernetes.m.crossplane.io/v1alpha1", "kind" => "Object",
            "metadata" => map! {
                "name" => format!("{name}-{resource}"), "namespace" => home,
                "annotations" => map! { "inference.devopstoolkit.ai/bundle" => "llm-inference" } },
            "spec" => map! {
                "forProvider" => map! { "manifest" => manifest }, "readiness" => readiness,
                "providerConfigRef" => map! { "kind" => "ProviderConfig", "name" => spec.provider } },
        };
        if let Some(Kind::StructValue(object)) = object.kind {
            made.insert(resource.to_string(),
                        Resource { resource: Some(object), ..Resource::default() });
        }
    };
    let created = || policy("SuccessfulCreate");
    add("vllm-runtime", runtime(&at, &spec), cel(RUNTIME_READY));
    if let Some(host) = spec.host {
        add("inference-pool", pool(&at), created());
        add("inference-objective", objective(&at, &spec), created());
        add("http-route", route(&at, host), cel(ROUTE_READY));
        let config = map! { "apiVersion" => "v1", "kind" => "ConfigMap", "metadata" => at.of_picker(),
                            "data" => map! { "default-plugins.yaml" => PICKER_CONFIG } };
        add("epp-config", config, created());
        let account = map! {
            "apiVersion" => "v1", "kind" => "ServiceAccount", "metadata" => at.of_picker() };
        add("epp-service-account", account, created());
        add("epp-pod-reader", role(&at, "pod-reader", list![rule("", list!["pods"])]), created());
        let rules = list![
            rule(GROUP, list!["inferencepools"]),
            rule(X_GROUP, list!["inferenceobjectives", "inferencemodelrewrites"]),
        ];
        add("epp-pool-reader", role(&at, "pool-reader", rules), created());
        add("epp-pod-reader-binding", binding(&at, "pod-reader"), created());
        add("epp-pool-reader-binding", binding(&at, "pool-reader"), created());
        add("epp-deployment", deployment(&at), cel(DEPLOYMENT_READY));
        add("epp-service", service(&at), created());
    }
    add("service-monitor", monitor(&at), created());
    if spec.scaling {
        add("scaled-object", scaled_object(&at, &spec), policy("DeriveFromObject"));
    }
    Some(made)
}
