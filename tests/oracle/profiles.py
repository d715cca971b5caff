"""Every profile of an environment renders every example, or says why it cannot.

All ways, operators, pickers and gateways in all their combinations: what each one changes is looked
for in the manifests, and each manifest is checked against the CRDs that it would meet there.
LUXR_CRDS names their folder (../shared/crds)."""
import itertools
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

from cases import LUXR, ROOT, Tally
from manifests import CRDS, core
from operators import KIND, LACKS, operators
from promql import prometheus_says, queries_of
from strict import complaints, definitions

WAYS = "vllmruntime", "deployment", "operator"
PICKERS = {  # image, group of objectives, apiVersion of the configuration, series of held requests
    "v1.3.1": ("registry.k8s.io/gateway-api-inference-extension/epp:v1.3.1",
               "inference.networking.x-k8s.io/v1alpha2", "inference.networking.x-k8s.io/v1alpha1",
               "inference_extension_flow_control_queue_size"),
    "v1.5.0": ("registry.k8s.io/gateway-api-inference-extension/epp:v1.5.0",
               "inference.networking.x-k8s.io/v1alpha2", "inference.networking.x-k8s.io/v1alpha1",
               "inference_extension_flow_control_queue_size"),
    "llm-d-router-v0.10": ("ghcr.io/llm-d/llm-d-router-endpoint-picker:v0.10.0",
                           "llm-d.ai/v1alpha2", "llm-d.ai/v1alpha1",
                           "llm_d_epp_flow_control_queue_size"),
}
GATEWAYS = "envoy", "envoy-ai-gateway"
MODE = "aigateway.envoyproxy.io/processing-body-mode"


def refusals(spec, chosen):
    """What an example cannot have there."""
    scaling = spec.get("scaling", {})
    if chosen["picker"] == "v1.3.1" and spec["model"].startswith("BAAI/bge-") and "host" in spec:
        yield "parameters.picker: the endpoint picker v1.3.1 refuses the requests of a pooling model"
    if chosen["way"] != "operator" or not scaling.get("enabled"):
        return
    if scaling.get("metric") in ("kv-cache", "latency"):
        yield f"spec.scaling.metric: {scaling['metric']} cannot scale the model"
    if spec.get("minReplicas") == 0 and "host" in spec:
        yield "spec.minReplicas: is 0, and the vLLM operator would not wake the model"


def by_kind(documents):
    found = {}
    for document in documents:
        found.setdefault(document["kind"], []).append(document)
    return found


def expect(name, got, want):
    if got != want:
        yield f"{name} is {got!r}, not {want!r}"


def of_the_way(spec, kinds, chosen):
    """Who runs the model, and who alone says how many of it."""
    scaled = spec.get("scaling", {}).get("enabled", False)
    runtime = kinds.get("VLLMRuntime", [None])[0]
    yield from expect("a VLLMRuntime", runtime is not None, chosen["way"] != "deployment")
    yield from expect("a ScaledObject", "ScaledObject" in kinds,
                      scaled and chosen["way"] != "operator")
    if runtime is None:
        return
    config = runtime["spec"]["deploymentConfig"]
    own = runtime["spec"].get("autoscalingConfig")
    yield from expect("autoscalingConfig", own is not None, scaled and chosen["way"] == "operator")
    for part in ("scaleUpPolicy", "scaleDownPolicy", "triggers") if own else ():
        yield from expect(part, isinstance(own.get(part), dict), True)
    yield from expect("replicas", "replicas" in config, not scaled)
    yield from expect("shmSize", "shmSize" in config,
                      spec.get("gpu", 1) > 1 and chosen["operator"] == "head")


def of_the_route(spec, kinds, chosen):
    """What picker and gateway change."""
    if "host" not in spec:
        yield from expect("an InferencePool", "InferencePool" in kinds, False)
        return
    image, objectives, language, queue = PICKERS[chosen["picker"]]
    container = kinds["Deployment"][-1]["spec"]["template"]["spec"]["containers"][0]
    config = yaml.safe_load(kinds["ConfigMap"][0]["data"]["default-plugins.yaml"])
    notes = kinds["InferencePool"][0]["metadata"].get("annotations", {})
    yield from expect("the picker's image", container["image"], image)
    yield from expect("the objective", kinds["InferenceObjective"][0]["apiVersion"], objectives)
    yield from expect("the configuration", config["apiVersion"], language)
    yield from expect("the mode of bodies", notes.get(MODE),
                      "duplex" if chosen["gateway"] == "envoy-ai-gateway" else None)
    if spec.get("minReplicas") == 0 and "ScaledObject" in kinds:
        asked = " ".join(queries_of(kinds["ScaledObject"]))
        yield from expect("the picker's queue is asked for", queue in asked, True)


class Matrix:
    def __init__(self):
        self.known, self.releases = core(), operators(CRDS) if CRDS.is_dir() else {}
        self.known.update(definitions(CRDS) if CRDS.is_dir() else {})
        self.checked, self.queries, self.outcomes = {}, set(), {"rendered": 0, "refused": 0}

    def manifest(self, document, release):
        """Each manifest once for each of the CRDs that it meets."""
        name = document["apiVersion"], document["kind"]
        mark = json.dumps(document, sort_keys=True), release if name == KIND else None
        if mark not in self.checked:
            those = [self.releases[release]] if name == KIND else self.known.get(name)
            if not those:
                self.checked[mark] = [f"{name[0]} {name[1]} has no schema to check it with"]
            else:
                self.checked[mark] = [f"{name[1]} ({file}): {text}" for file, validator in those
                                      for text in complaints(validator, document)]
        return self.checked[mark]

    def example(self, source, spec, chosen, file):
        done = subprocess.run([LUXR, "render", "--bare", "-o", "jsonl", "--parameters", file, source],
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        said, wanted = done.stderr.decode(), list(refusals(spec, chosen))
        yield from expect("the exit code", done.returncode, 65 if wanted else 0)
        yield from expect("the errors", said.count(": error: "), len(wanted))
        for sentence in wanted:
            yield from expect(f"'{sentence}' is said", sentence in said, True)
        self.outcomes["refused" if wanted else "rendered"] += 1
        documents = [json.loads(line) for line in done.stdout.splitlines()]
        self.queries.update(queries_of(documents))
        if not wanted:
            kinds = by_kind(documents)
            yield from of_the_way(spec, kinds, chosen)
            yield from of_the_route(spec, kinds, chosen)
        for document in documents if self.releases else ():
            yield from self.manifest(document, chosen["operator"])


def knows(parameter, rows, file):
    """The bundle has exactly the rows that are tried here: it lists them to who asks for another."""
    file.write_text(json.dumps({parameter: "another"}), encoding="utf-8")
    done = subprocess.run([LUXR, "check", "--parameters", file, ROOT / "examples" / "qwen.yaml"],
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    found = re.search("called 'another', only (.*)", done.stderr.decode())
    yield from expect("the list", found and found[1].split(", "), sorted(rows))


def through_promtool(queries):
    yield from [] if queries else ["no profile has one"]
    yield from prometheus_says(sorted(queries))


def main():
    tally, matrix = Tally(), Matrix()
    if not matrix.releases:
        print(f"skipped: profiles against CRDs: there is no CRD of head in {CRDS} (LUXR_CRDS)")
    examples = [(path, yaml.safe_load(path.read_bytes())["spec"])
                for path in sorted(ROOT.glob("examples/*.yaml"))]
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "parameters.yaml"
        for parameter, rows in (("way", WAYS), ("operator", LACKS), ("picker", PICKERS),
                                ("gateway", GATEWAYS)):
            tally.test(f"rows of {parameter}", knows, parameter, rows, file)
        for way, operator, picker, gateway in itertools.product(WAYS, LACKS, PICKERS, GATEWAYS):
            chosen = {"way": way, "operator": operator, "picker": picker, "gateway": gateway}
            file.write_text(json.dumps(chosen), encoding="utf-8")
            for source, spec in examples:
                tally.test(f"{source.name} with {', '.join(chosen.values())}", matrix.example,
                           source, spec, chosen, file)
    if shutil.which("promtool"):
        tally.test("queries through promtool", through_promtool, matrix.queries)
    else:
        print("skipped: queries of profiles: promtool (package prometheus) is not installed")
    print("checked:", matrix.outcomes, len(matrix.checked), "manifests", len(matrix.queries), "queries")
    return tally.done()


if __name__ == "__main__":
    sys.exit(main())
