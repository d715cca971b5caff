"""Every manifest that goldens and examples make is one that its API server would take.

Each is checked against every version of its kind's CRD that stands in the folder, so a kind with
two files is one that both must take. Where parameters name an operator its VLLMRuntime alone counts.
LUXR_CRDS names the folder (../shared/crds)."""
import os
import pathlib
import sys

import yaml

from cases import ROOT, Tally, all_cases
from operators import KIND, operators, release_of
from reading import yaml_documents
from strict import complaints, definitions, root

CRDS = pathlib.Path(os.environ.get("LUXR_CRDS") or ROOT.parent / "shared" / "crds")
OBJECT = "kubernetes.m.crossplane.io/v1alpha1", "Object"


def core():
    shapes = yaml.safe_load((ROOT / "tests/oracle/core.yaml").read_text(encoding="utf-8"))
    return {(row["apiVersion"], row["kind"]): [("core.yaml", root(row["schema"]))]
            for row in shapes["kinds"]}


class Judge:
    def __init__(self, known, releases):
        self.known, self.releases, self.seen = known, releases, {}

    def validators(self, name, release):
        return [self.releases[release]] if release and name == KIND else self.known.get(name, [])

    def manifest(self, value, release=None):
        name = value.get("apiVersion"), value.get("kind")
        if name not in self.known:
            yield f"{name[0]} {name[1]} has no schema to check it with"
        for file, validator in self.validators(name, release):
            self.seen[name] = self.seen.get(name, 0) + 1
            for text in complaints(validator, value):
                yield f"{name[1]} {value['metadata']['name']} ({file}): {text}"

    def bare(self, case):
        documents = yaml_documents(case.render("--bare"))
        if not documents:
            yield "rendered nothing"
        for document in documents:
            yield from self.manifest(document, release_of(case.parameters()))

    def wrapped(self, case):
        bare = yaml_documents(case.render("--bare"))
        objects = yaml_documents(case.render())
        for document in objects:
            if (document["apiVersion"], document["kind"]) != OBJECT:
                yield f"{document['kind']} {document['metadata']['name']} is in no Object"
            yield from self.manifest(document)
        if [document["spec"]["forProvider"]["manifest"] for document in objects] != bare:
            yield "the Objects hold other manifests than --bare shows"


# ---- the definition -------------------------------------------------------------------------

CLUSTERS = sorted(ROOT.glob("examples/clusters/*-*.yaml"))
PRIORITY = ROOT / "examples/overlays/warm-spare/priority-class.yaml"
DEFINITION = yaml.safe_load((ROOT / "lua/definition.yaml").read_text(encoding="utf-8"))


def as_sent(value):
    """What the API server validates: no nulls where it fills in defaults, whole floats as JSON
    has them."""
    if isinstance(value, dict):
        return {key: as_sent(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [as_sent(item) for item in value]
    return int(value) if isinstance(value, float) and value == int(value) else value


def accepted(case):
    """What luxr renders is what an API server with the definition takes, too."""
    schema = DEFINITION["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    value = as_sent(yaml.safe_load(case.source.read_bytes()))
    value.pop("status", None)
    value["metadata"] = {"name": value["metadata"]["name"]}  # the API server's to check
    value["spec"].pop("crossplane", None)                    # Crossplane adds it
    yield from complaints(root(schema), value)


# ---- the oracle -----------------------------------------------------------------------------

# What must be refused, told by a change to a good ScaledObject.
def _spoil(spec):
    yield "unknown field", lambda: spec.update(minReplicas=1)
    yield "unknown field deep down", lambda: spec["triggers"][0].update(threshold=3)
    yield "text for a number", lambda: spec.update(minReplicaCount="1")
    yield "beyond int32", lambda: spec.update(maxReplicaCount=1 << 31)
    yield "a whole float", lambda: spec.update(maxReplicaCount=4.0)
    yield "enum", lambda: spec["triggers"][0].update(metricType="Value ", type=7)
    yield "required", lambda: spec.pop("scaleTargetRef")


def oracle_refuses(validator):
    """The oracle itself can see what it is here for."""
    good = {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "a"}}
    for i in range(7):
        spec = {"scaleTargetRef": {"name": "a"}, "minReplicaCount": 1, "maxReplicaCount": 2,
                "triggers": [{"type": "prometheus", "metadata": {"threshold": "3"}}]}
        name, spoil = list(_spoil(spec))[i]
        document = dict(good, spec=spec)
        if list(complaints(validator, document)):
            yield "refused a good one"
        spoil()
        if not list(complaints(validator, document)):
            yield f"took one with: {name}"


def cluster(judge, file):
    value = yaml.safe_load(file.read_text(encoding="utf-8"))
    yield from judge.manifest(value)
    gpu = value["spec"]["parameters"]["gpu"]
    if gpu["minNodeCount"] > gpu["maxNodeCount"]:
        yield "more GPU nodes at least than at most"


def main():
    tally, known = Tally(), core()
    if not CRDS.is_dir():
        print(f"skipped: manifests against CRDs: there is no folder {CRDS} (LUXR_CRDS)")
        print("0 passed, 0 failed")
        return 0
    known.update(definitions(CRDS))
    judge = Judge(known, operators(CRDS))
    for file, validator in known["keda.sh/v1alpha1", "ScaledObject"]:
        tally.test(f"the oracle with {file}", oracle_refuses, validator)
    tally.test("lua/definition.yaml", judge.manifest, DEFINITION)
    for file in CLUSTERS:
        tally.test(str(file.relative_to(ROOT)), cluster, judge, file)
    tally.test(PRIORITY.name, judge.manifest, yaml.safe_load(PRIORITY.read_text(encoding="utf-8")))
    for case in all_cases():
        tally.test(case.name + " as an input", accepted, case)
        tally.test(case.name + " --bare", judge.bare, case)
        tally.test(case.name, judge.wrapped, case)
    print("checked:", ", ".join(f"{kind} {count}" for (_, kind), count in sorted(judge.seen.items())))
    return tally.done()


if __name__ == "__main__":
    sys.exit(main())
