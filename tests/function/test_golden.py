"""The function gives the manifests of every golden: those that the command line prints."""
import re

import yaml

import once

GOLDEN = once.ROOT / "tests" / "golden"


def flags_of(case):
    file = case / "flags"
    lines = file.read_text(encoding="utf-8").split() if file.exists() else []
    return [line.replace("{root}", str(once.ROOT)).replace("{case}", str(case)) for line in lines]


def values(flags, name):
    return [flag.split("=", 1)[1] for flag in flags if flag.startswith(f"--{name}=")]


def answer(case):
    flags = flags_of(case)
    xr, sent = once.load(case / "xr.yaml"), {}
    for name in values(flags, "namespace"):
        xr["metadata"].setdefault("namespace", name)
    for path in values(flags, "parameters"):
        sent["parameters"] = once.load(path)
    if "--bare" in flags:
        sent["envelope"] = False
    overlays = [word for path in values(flags, "overlay") for word in ("--overlay", path)]
    with once.Once(*overlays) as server:
        return flags, server.call(once.request(xr, sent))


def check(case):
    flags, response = answer(case)
    assert not isinstance(response, tuple), response
    assert once.fatal(response) is None, once.fatal(response)
    got = [once.to_python(item.resource) for item in response.desired.resources.values()]
    want = list(yaml.safe_load_all((case / "want.yaml").read_text(encoding="utf-8")))
    for document in want:
        assert document in got, f"no resource is {document['kind']} {document['metadata']}"
        got.remove(document)
    if not values(flags, "only"):
        assert not got, f"beside what the command line prints: {got}"
    said = case / "want.txt"
    warnings = len(re.findall(": warning: ", said.read_text())) if said.exists() else 0
    assert [r.severity for r in response.results] == [once.WARNING] * warnings


for directory in sorted(path.parent for path in GOLDEN.glob("*/xr.yaml")):
    globals()["test_" + directory.name] = lambda case=directory: check(case)
