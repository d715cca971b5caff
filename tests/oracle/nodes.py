"""Every pool of GPU nodes takes every example, or says why it cannot.

Each pool in each way that runs pods and with each operator: what the pod says is looked for, and the
manifest is checked against the CRD that it would meet there. LUXR_CRDS names their folder."""
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

import yaml

from cases import LUXR, ROOT, Tally
from operators import LACKS
from profiles import Matrix, expect, knows

EVICT = {"cluster-autoscaler.kubernetes.io/safe-to-evict": "false"}
STAY = {"karpenter.sh/do-not-disrupt": "true"}
TYPE, GKE = "node.kubernetes.io/instance-type", "cloud.google.com/gke-accelerator"
KARPENTER, SPOT = "karpenter.k8s.aws/instance-gpu-name", "kubernetes.azure.com/scalesetpriority"

POOLS = {  # labels, further taints, GPUs of a node, annotations
    "any": ({}, [], 64, None),
    "gke-t4": ({GKE: "nvidia-tesla-t4"}, [], 1, EVICT),
    "gke-a100": ({GKE: "nvidia-tesla-a100"}, [], 8, EVICT),
    "eks-a10g": ({TYPE: "g5.xlarge"}, [], 1, EVICT),
    "eks-a100": ({TYPE: "p4d.24xlarge"}, [], 8, EVICT),
    "aks-t4": ({TYPE: "Standard_NC4as_T4_v3"}, [], 1, EVICT),
    "aks-t4-spot": ({TYPE: "Standard_NC4as_T4_v3", SPOT: "spot"}, [SPOT], 1, EVICT),
    "karpenter-a10g": ({KARPENTER: "a10g"}, [], 8, STAY),
    "karpenter-a100": ({KARPENTER: "a100"}, [], 8, STAY),
}
# The operator that has no annotations, one that has them, and none at all.
TARGETS = [("vllmruntime", release) for release in LACKS] + [("deployment", "0.1.12")]


def of_the_runtime(document):
    said = document["spec"]["deploymentConfig"]
    return said["nodeSelectorTerms"], said["toleration"], said.get("podAnnotations")


def of_the_deployment(document):
    template = document["spec"]["template"]
    affinity = template["spec"]["affinity"]["nodeAffinity"]
    terms = affinity["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
    return terms, template["spec"]["tolerations"], template["metadata"].get("annotations")


def placed(document, pool, way, operator):
    labels, taints, _, annotations = POOLS[pool]
    read = of_the_deployment if way == "deployment" else of_the_runtime
    terms, tolerations, said = read(document)
    asked = {one["key"]: one["values"] for one in terms[0]["matchExpressions"]}
    yield from expect("the number of terms", len(terms), 1)
    yield from expect("the labels", asked, {"kubernetes.io/os": ["linux"],
                                           **{key: [value] for key, value in labels.items()}})
    yield from expect("the tolerations", [one["key"] for one in tolerations], ["nvidia.com/gpu", *taints])
    silent = way != "deployment" and "podAnnotations" in LACKS[operator]
    yield from expect("the annotations", said, None if silent else annotations)


def example(matrix, source, pool, way, operator, file):
    gpus = yaml.safe_load(source.read_bytes())["spec"].get("gpu", 1)
    done = subprocess.run([LUXR, "render", "--bare", "-o", "jsonl", "--parameters", file, source],
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    fits, said = gpus <= POOLS[pool][2], done.stderr.decode()
    yield from expect("the exit code", done.returncode, 0 if fits else 65)
    if not fits:
        yield from expect("the refusal", f"must be at most {POOLS[pool][2]} on nodes {pool}" in said, True)
        return
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    yield from placed(documents[0], pool, way, operator)
    for document in documents if matrix.releases else ():
        yield from matrix.manifest(document, operator)


def main():
    tally, matrix = Tally(), Matrix()
    if not matrix.releases:
        print("skipped: pools of nodes against CRDs: there is no CRD of head (LUXR_CRDS)")
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "parameters.yaml"
        tally.test("rows of nodes", knows, "nodes", POOLS, file)
        for pool, (way, operator) in itertools.product(POOLS, TARGETS):
            chosen = {"nodes": pool, "way": way, "operator": operator}
            file.write_text(json.dumps(chosen), encoding="utf-8")
            for source in sorted(ROOT.glob("examples/*.yaml")):
                tally.test(f"{source.name} with {', '.join(chosen.values())}", example, matrix, source,
                           pool, way, operator, file)
    return tally.done()


if __name__ == "__main__":
    sys.exit(main())
