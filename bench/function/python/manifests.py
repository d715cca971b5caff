"""The fourteen Objects of an LLMInference as somebody would write them by hand: the same data as
luxr's, none of its checks."""
CREATED = {"policy": "SuccessfulCreate"}
PICKER_CONFIG = """apiVersion: inference.networking.x-k8s.io/v1alpha1
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
"""
# It is constant, so its hash is.
PICKER_HASH = "9051e075b8854abaf24a51848440af42b4da7ab7f9b3387bf42ee0556ad3ed59"
GROUP = "inference.networking.k8s.io"
RBAC = "rbac.authorization.k8s.io"


def cel(query):
    return {"policy": "DeriveFromCelQuery", "celQuery": query}


RUNTIME_READY = cel(
    'has(object.status) && ((has(object.status.modelStatus) && object.status.modelStatus == "Ready")'
    ' || (has(object.status.availableReplicas) && object.status.availableReplicas >= 1))')
ROUTE_READY = cel(
    "has(object.status) && has(object.status.parents) && object.status.parents.exists(p,"
    ' has(p.conditions) && p.conditions.exists(c, c.type == "Accepted" && c.status == "True"))')
DEPLOYMENT_READY = cel(
    "has(object.status) && has(object.status.availableReplicas) &&"
    " object.status.availableReplicas >= 1")


def defaulted(spec):
    scaling = {
        "enabled": False, "metric": "queue-depth",
        "prometheusAddress":
            "http://kube-prometheus-stack-prometheus.prometheus-system:9090",
        **spec.get("scaling", {})}
    return {"gpu": 1, "criticality": "critical", "minReplicas": 1, "maxReplicas": 3, **spec,
            "scaling": scaling}


class Names:
    def __init__(self, name, namespace):
        self.name, self.namespace, self.picker = name, namespace, name + "-epp"
        self.model = {"name": name, "namespace": namespace}
        self.of_picker = {"name": self.picker, "namespace": namespace}
        self.labelled = {**self.of_picker, "labels": {"app.kubernetes.io/name": self.picker}}


def runtime(at, spec):
    gpu = int(spec["gpu"])
    config = {
        "enableChunkedPrefill": True, "enablePrefixCaching": True,
        "env": [{"name": "VLLM_WORKER_MULTIPROC_METHOD", "value": "spawn"}],
        "gpuMemoryUtilization": "0.9", "port": 8000, "v1": True}
    if gpu > 1:
        config["tensorParallelSize"] = gpu
    deployment = {
        "image": {"registry": "docker.io", "name": "lmcache/vllm-openai:v0.3.13"},
        "nodeSelectorTerms": [{"matchExpressions": [
            {"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]}]}],
        "resources": {"cpu": str(gpu * 2), "gpu": str(gpu), "memory": f"{gpu * 8}Gi"},
        "toleration": [
            {"effect": "NoSchedule", "key": "nvidia.com/gpu", "operator": "Exists"}]}
    if not spec["scaling"]["enabled"]:
        deployment["replicas"] = spec["minReplicas"]
    return {
        "apiVersion": "production-stack.vllm.ai/v1alpha1", "kind": "VLLMRuntime",
        "metadata": at.model,
        "spec": {"deploymentConfig": deployment, "vllmConfig": config,
                 "model": {"dtype": "auto", "modelURL": spec["model"]}}}


def pool(at):
    return {
        "apiVersion": GROUP + "/v1", "kind": "InferencePool", "metadata": at.model,
        "spec": {
            "endpointPickerRef": {"failureMode": "FailClose", "group": "", "kind": "Service",
                                  "name": at.picker, "port": {"number": 9002}},
            "selector": {"matchLabels": {"app": at.name}},
            "targetPorts": [{"number": 8000}]}}


def objective(at, spec):
    return {
        "apiVersion": "inference.networking.x-k8s.io/v1alpha2", "kind": "InferenceObjective",
        "metadata": at.model,
        "spec": {"poolRef": {"group": GROUP, "kind": "InferencePool", "name": at.name},
                 "priority": 100 if spec["criticality"] == "critical" else 0}}


def route(at, spec):
    return {
        "apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": at.model,
        "spec": {
            "hostnames": [spec["host"]],
            "parentRefs": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "eg",
                            "namespace": "envoy-gateway-system"}],
            "rules": [{
                "backendRefs": [{"group": GROUP, "kind": "InferencePool", "name": at.name,
                                 "weight": 1}],
                "matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
                "timeouts": {"request": "0s"}}]}}


def rule(group, *resources):
    return {"apiGroups": [group], "resources": list(resources), "verbs": ["get", "watch", "list"]}


def role(at, part, rules):
    return {"apiVersion": RBAC + "/v1", "kind": "Role",
            "metadata": {"name": f"{at.picker}-{part}", "namespace": at.namespace},
            "rules": rules}


def binding(at, part):
    name = f"{at.picker}-{part}"
    return {"apiVersion": RBAC + "/v1", "kind": "RoleBinding",
            "metadata": {"name": name, "namespace": at.namespace},
            "roleRef": {"apiGroup": RBAC, "kind": "Role", "name": name},
            "subjects": [{"kind": "ServiceAccount", **at.of_picker}]}


def field(name, path):
    return {"name": name, "valueFrom": {"fieldRef": {"fieldPath": path}}}


PROBE = {"grpc": {"port": 9003, "service": "inference-extension"}}


def container(at):
    return {
        "name": "epp", "image": "registry.k8s.io/gateway-api-inference-extension/epp:v1.3.1",
        "imagePullPolicy": "IfNotPresent",
        "args": ["--pool-name", at.name, "--pool-namespace", at.namespace, "--pool-group", GROUP,
                 "--zap-encoder", "json", "--config-file", "/config/default-plugins.yaml",
                 "--v", "1", "--tracing=false", "--metrics-endpoint-auth=false",
                 "--enable-pprof=false"],
        "env": [field("NAMESPACE", "metadata.namespace"), field("POD_NAME", "metadata.name")],
        "livenessProbe": {**PROBE, "initialDelaySeconds": 5, "periodSeconds": 10},
        "readinessProbe": {**PROBE, "periodSeconds": 2},
        "ports": [{"containerPort": 9002, "name": "grpc"},
                  {"containerPort": 9003, "name": "grpc-health"},
                  {"containerPort": 9090, "name": "metrics"}],
        "securityContext": {
            "allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]},
            "runAsNonRoot": True, "runAsUser": 65532,
            "seccompProfile": {"type": "RuntimeDefault"}},
        "volumeMounts": [{"mountPath": "/config", "name": "plugins-config-volume"}]}


def deployment(at):
    labels = {"inferencepool": at.picker}
    return {
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": at.labelled,
        "spec": {
            "replicas": 1, "selector": {"matchLabels": labels}, "strategy": {"type": "Recreate"},
            "template": {
                "metadata": {
                    "annotations": {"inference.devopstoolkit.ai/config-sha256": PICKER_HASH},
                    "labels": labels},
                "spec": {
                    "containers": [container(at)], "serviceAccountName": at.picker,
                    "terminationGracePeriodSeconds": 130,
                    "volumes": [{"configMap": {"name": at.picker},
                                 "name": "plugins-config-volume"}]}}}}


def port(name, number):
    return {"name": name, "port": number, "protocol": "TCP", "targetPort": number}


def service(at):
    return {
        "apiVersion": "v1", "kind": "Service", "metadata": at.labelled,
        "spec": {"ports": [port("grpc-ext-proc", 9002), port("http-metrics", 9090)],
                 "selector": {"inferencepool": at.picker}, "type": "ClusterIP"}}


def monitor(at):
    return {
        "apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor",
        "metadata": {**at.model, "labels": {"release": "kube-prometheus-stack"}},
        "spec": {
            "endpoints": [{
                "interval": "15s", "path": "/metrics", "port": "http",
                "relabelings": [{"action": "keep", "regex": at.name,
                                 "sourceLabels": ["__meta_kubernetes_service_name"]}]}],
            "selector": {}}}


def trigger(at, scaling):
    job = f'{{namespace="{at.namespace}",job="{at.name}"}}'
    query, threshold, kind = (
        (f"avg(vllm:kv_cache_usage_perc{job})", "0.8", "Value")
        if scaling["metric"] == "kv-cache" else
        (f"sum(vllm:num_requests_waiting{job})", "3", "AverageValue"))
    return {
        "metadata": {"ignoreNullValues": "false", "query": query, "threshold": threshold,
                     "serverAddress": scaling["prometheusAddress"]},
        "metricType": kind, "name": scaling["metric"], "type": "prometheus"}


def scaled_object(at, spec):
    def policies(seconds):
        return [{"periodSeconds": seconds, "type": "Pods", "value": 1}]
    return {
        "apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": at.model,
        "spec": {
            "advanced": {"horizontalPodAutoscalerConfig": {"behavior": {
                "scaleDown": {"policies": policies(300), "stabilizationWindowSeconds": 600},
                "scaleUp": {"policies": policies(60), "stabilizationWindowSeconds": 0}}}},
            "fallback": {"behavior": "currentReplicasIfHigher", "failureThreshold": 3,
                         "replicas": 1},
            "maxReplicaCount": spec["maxReplicas"], "minReplicaCount": spec["minReplicas"],
            "scaleTargetRef": {"apiVersion": "production-stack.vllm.ai/v1alpha1",
                               "kind": "VLLMRuntime", "name": at.name},
            "triggers": [trigger(at, spec["scaling"])]}}


def manifests(at, spec):
    """(resource, manifest, readiness) of each."""
    yield "vllm-runtime", runtime(at, spec), RUNTIME_READY
    if "host" in spec:
        yield "inference-pool", pool(at), CREATED
        yield "inference-objective", objective(at, spec), CREATED
        yield "http-route", route(at, spec), ROUTE_READY
        yield "epp-config", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": at.of_picker,
                             "data": {"default-plugins.yaml": PICKER_CONFIG}}, CREATED
        yield "epp-service-account", {"apiVersion": "v1", "kind": "ServiceAccount",
                                      "metadata": at.of_picker}, CREATED
        yield "epp-pod-reader", role(at, "pod-reader", [rule("", "pods")]), CREATED
        yield "epp-pool-reader", role(at, "pool-reader", [
            rule(GROUP, "inferencepools"),
            rule("inference.networking.x-k8s.io", "inferenceobjectives",
                 "inferencemodelrewrites")]), CREATED
        yield "epp-pod-reader-binding", binding(at, "pod-reader"), CREATED
        yield "epp-pool-reader-binding", binding(at, "pool-reader"), CREATED
        yield "epp-deployment", deployment(at), DEPLOYMENT_READY
        yield "epp-service", service(at), CREATED
    yield "service-monitor", monitor(at), CREATED
    if spec["scaling"]["enabled"]:
        yield "scaled-object", scaled_object(at, spec), {"policy": "DeriveFromObject"}


def objects(xr):
    """The composed resources of an XR: name -> Object."""
    spec, metadata = defaulted(xr["spec"]), xr["metadata"]
    at = Names(metadata["name"], spec.get("targetNamespace", metadata["namespace"]))
    return {resource: {
        "apiVersion": "kubernetes.m.crossplane.io/v1alpha1", "kind": "Object",
        "metadata": {"name": f"{at.name}-{resource}", "namespace": metadata["namespace"],
                     "annotations": {"inference.devopstoolkit.ai/bundle": "llm-inference"}},
        "spec": {"forProvider": {"manifest": manifest}, "readiness": readiness,
                 "providerConfigRef": {"kind": "ProviderConfig",
                                       "name": spec["providerConfigName"]}}}
            for resource, manifest, readiness in manifests(at, spec)}
