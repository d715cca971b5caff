"""The suites of tests/chainsaw as Chainsaw itself reads them, without a cluster: it takes every test,
each assertion holds for what luxr renders, and none does once a value in it is another one.

    usage: suites.py TOOLS    where tests/interop/crossplane/tools has put chainsaw"""
import copy
import pathlib
import subprocess
import sys
import tempfile

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "oracle"))
from cases import LUXR, ROOT, Tally  # noqa: E402

CHAINSAW = pathlib.Path(sys.argv[1]) / "chainsaw"
SUITES = ROOT / "tests" / "chainsaw"
SYNCED = {"conditions": [{"type": "Ready", "status": "Unknown"},
                         {"type": "Synced", "status": "True"}]}


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          check=False, **options)


def documents(path):
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def key(value):
    return value["apiVersion"], value["kind"], value["metadata"]["name"]


def cluster(folder):
    """What a cluster would hold when all is well: the resource, its Objects and what they make."""
    xr, = (d for d in documents(folder / "resources.yaml") if d["kind"] == "LLMInference")
    done = run(LUXR, "render", "-", input=yaml.safe_dump(xr))
    if done.returncode:
        raise ValueError(done.stderr)
    held = {key(xr): {**xr, "status": SYNCED}}
    for made in yaml.safe_load_all(done.stdout):
        manifest = made["spec"]["forProvider"]["manifest"]
        held[key(made)] = {**made, "status": SYNCED}
        held[key(manifest)] = manifest
    return held


def holds(scratch, assertion, resource):
    (scratch / "assertion.yaml").write_text(yaml.safe_dump(assertion), encoding="utf-8")
    (scratch / "resource.yaml").write_text(yaml.safe_dump(resource), encoding="utf-8")
    done = run(CHAINSAW, "assert", "--no-color", "--timeout=1s", "--file",
               scratch / "assertion.yaml", "--resource", scratch / "resource.yaml")
    return done.returncode == 0, done.stdout + done.stderr


def lint(folder):
    done = run(CHAINSAW, "lint", "test", "--file", folder / "chainsaw-test.yaml")
    if done.returncode:
        yield done.stdout + done.stderr
    broken = (folder / "chainsaw-test.yaml").read_text(encoding="utf-8").replace("try:", "tries:")
    if run(CHAINSAW, "lint", "test", "--file", "-", input=broken).returncode == 0:
        yield "lint takes a step without try"


def expected(folder, scratch):
    held = cluster(folder)
    for assertion in documents(folder / "expected.yaml"):
        good, said = holds(scratch, assertion, held[key(assertion)])
        if not good:
            yield f"{key(assertion)}: {said}"


def other(value):
    """The same with its last leaf changed."""
    if isinstance(value, dict) and value:
        last = list(value)[-1]
        return {**value, last: other(value[last])}
    if isinstance(value, list) and value:
        return [*value[:-1], other(value[-1])]
    return value + 1 if isinstance(value, int) else f"{value}-other"


def nothing_else(folder, scratch):
    held = cluster(folder)
    assertion = copy.deepcopy(documents(folder / "expected.yaml")[-1])
    name = key(assertion)
    good, _ = holds(scratch, other(assertion), held[name])
    if good:
        yield f"{name} holds with another value, too"


def absent(folder):
    held = cluster(folder)
    for resource in documents(folder / "absent.yaml"):
        if key(resource) in held:
            yield f"{key(resource)} is there"


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as place:
        scratch = pathlib.Path(place)
        for test in sorted(SUITES.glob("*/chainsaw-test.yaml")):
            folder = test.parent
            tally.test(f"{folder.name}: lint", lint, folder)
            tally.test(f"{folder.name}: expected", expected, folder, scratch)
            tally.test(f"{folder.name}: nothing else", nothing_else, folder, scratch)
            if (folder / "absent.yaml").exists():
                tally.test(f"{folder.name}: absent", absent, folder)
    return tally.done()


sys.exit(main())
