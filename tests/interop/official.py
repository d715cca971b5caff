"""The official `crossplane` against the function server: what it renders, by way of Crossplane's own
engine, is byte for byte what `luxr composition render` prints, and its validator takes it.

    usage: official.py TOOLS    where tests/interop/crossplane/tools has put the two programs"""
import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml
from google.protobuf import json_format

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "oracle"))
from cases import LUXR, ROOT, Tally  # noqa: E402
import certificates  # noqa: E402
import protocol  # noqa: E402
from serving import FREE, Server  # noqa: E402

TOOLS = pathlib.Path(sys.argv[1])
CRDS = pathlib.Path(os.environ.get("LUXR_CRDS") or ROOT.parent / "shared" / "crds")
CONFIGURATION = ROOT / "package" / "configuration"
COMPOSITION, DEFINITION = CONFIGURATION / "composition.yaml", CONFIGURATION / "definition.yaml"
NO_IMAGE = "luxr/none:v1"  # whose schemas, none, are in the cache already
NOT_READY = re.compile(rb'^message: Composed resource ".*" is not yet ready$', re.M)


def run(*command, **options):
    return subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, **options)


def functions(folder, address):
    """The Function as a developer says where his own one runs."""
    path = folder / "functions.yaml"
    path.write_text(yaml.safe_dump({
        "apiVersion": "pkg.crossplane.io/v1", "kind": "Function",
        "metadata": {"name": "function-luxr", "annotations": {
            "render.crossplane.io/runtime": "Development",
            "render.crossplane.io/runtime-development-target": address}},
        "spec": {"package": "registry.example.com/luxr/function-luxr:v0"}}))
    return path


def official(xr, composition, function, *options):
    return run(TOOLS / "crossplane", "composition", "render", xr, composition, function,
               "--crossplane-binary", TOOLS / "crossplane-core", *options)


def ours(*arguments):
    return run(LUXR, "composition", "render", *arguments)


def differences(left, right):
    if left.returncode or right.returncode:
        yield f"ended with {left.returncode} and {right.returncode}: {left.stderr} {right.stderr}"
    elif left.stdout != right.stdout:
        lines = left.stdout.splitlines(), right.stdout.splitlines()
        pairs = [(a, b) for a, b in zip(*lines) if a != b] or [(len(lines[0]), len(lines[1]))]
        yield f"the official tool prints {pairs[0][0]}, luxr {pairs[0][1]}"


def same(*arguments):
    """Equal in every byte."""
    yield from differences(official(*arguments), ours(*arguments))


def same_but_for_order(*arguments):
    """The results about what is not ready come in random order there: they are compared as a set."""
    left, right = official(*arguments), ours(*arguments)
    for done in (left, right):
        found = iter(sorted(NOT_READY.findall(done.stdout)))
        done.stdout = NOT_READY.sub(lambda _, found=found: next(found), done.stdout)
    yield from differences(left, right)


def observed(folder, xr, composition, function):
    """What a first run composed, as the cluster would show it, half of it ready."""
    path = folder / "observed.yaml"
    documents = list(yaml.safe_load_all(official(xr, composition, function).stdout))[1:]
    for index, document in enumerate(documents):
        manifest = dict(document["spec"]["forProvider"]["manifest"])
        manifest["status"] = {"availableReplicas": index % 2}
        document["status"] = {
            "atProvider": {"manifest": manifest},
            "conditions": [{"type": "Ready", "status": ["False", "True"][index % 2],
                            "reason": "Available",
                            "lastTransitionTime": "2026-01-01T00:00:00Z"}]}
    path.write_text(yaml.safe_dump_all(documents))
    return path


def refused(xr, function):
    """What luxr refuses, the official tool reports in luxr's own words, and prints nothing."""
    done, mine = official(xr, COMPOSITION, function), ours(xr, COMPOSITION, function)
    if done.returncode != 1 or done.stdout:
        yield f"the official tool ended with {done.returncode}, and printed {done.stdout[:80]}"
    if mine.returncode != 1 or mine.stdout:
        yield f"luxr ended with {mine.returncode}, and printed {mine.stdout[:80]}"
    for word in (b"returned a fatal result: ", b"spec.criticality"):
        if word not in done.stderr:
            yield f"{word} is not in {done.stderr}"


# ---- the validator --------------------------------------------------------------------------

def validate(folder, extensions, *resources):
    (folder / "cache" / NO_IMAGE.replace(":", "@")).mkdir(parents=True, exist_ok=True)
    done = run(TOOLS / "crossplane", "resource", "validate", ",".join(map(str, extensions)),
               ",".join(map(str, resources)), "--cache-dir", folder / "cache",
               "--crossplane-image", NO_IMAGE, "--error-on-missing-schemas",
               "--skip-success-results", env={**os.environ, "HOME": str(folder)})
    if done.returncode:
        yield (done.stdout + done.stderr).decode()


def refuses(folder, extensions, good):
    """The validator sees what it is here for."""
    path = folder / "spoilt.yaml"
    documents = list(yaml.safe_load_all(good.read_text()))
    documents[0]["spec"]["noSuchField"] = 1
    path.write_text(yaml.safe_dump_all(documents))
    if not list(validate(folder, extensions, path)):
        yield "took a field that nobody declared"


def core_crds():
    """The CRDs of Crossplane itself, where the module with its source is at hand."""
    done = run("go", "list", "-mod=readonly", "-m", "-f", "{{.Dir}}",
               "github.com/crossplane/crossplane/v2", cwd=HERE / "crossplane" / "core",
               env={**os.environ, "GOFLAGS": "-mod=readonly", "GOPROXY": "off"}) \
        if shutil.which("go") else None
    folder = pathlib.Path(done.stdout.decode().strip()) / "cluster/crds" if done else None
    return folder if folder and folder.is_dir() else None


# ---- the packages ---------------------------------------------------------------------------

def built_officially(folder, made):
    """The official tool builds a package out of our sources and our image. It takes every file of
    the examples' folder for an object, so what overlays keep there is left out."""
    objects = folder / "examples"
    objects.mkdir()
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        shutil.copy(path, objects)
    sources = [
        (ROOT / "package", ["--ignore", "configuration/*,deploy/*", "--embed-runtime-image-tarball",
                            made / "function-luxr.tar"]),
        (CONFIGURATION, [])]
    for source, options in sources:
        done = run(TOOLS / "crossplane", "xpkg", "build", "-f", source, "-e", objects,
                   "-o", folder / "official.xpkg", *options)
        if done.returncode:
            yield f"{source}: {done.stdout + done.stderr}"


def read_officially(folder, made):
    """The official tool finds the package in our archives."""
    for name, sources in {
            "function-luxr": [ROOT / "package/crossplane.yaml", *(ROOT / "package/input").iterdir()],
            "llm-inference": [CONFIGURATION / f"{part}.yaml" for part in (
                "crossplane", "definition", "composition")]}.items():
        output = folder / f"{name}.gz"
        done = run(TOOLS / "crossplane", "xpkg", "extract", "--from-xpkg", made / f"{name}.xpkg",
                   "-o", output)
        if done.returncode:
            yield f"{name}: {done.stdout + done.stderr}"
        else:
            want = [d for path in sources for d in yaml.safe_load_all(path.read_text())]
            if list(yaml.safe_load_all(gzip.decompress(output.read_bytes()))) != want:
                yield f"{name}: extracts other documents than were put in"


def examples():
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        if yaml.safe_load(path.read_text())["kind"] == "LLMInference":
            yield path


def rendering(tally, folder, function):
    for xr in examples():
        given = (xr, COMPOSITION, function)
        tally.test(xr.name, same, *given)
        tally.test(xr.name + " -x -c", same, *given, "-x", "-c")
        tally.test(xr.name + " -r", same_but_for_order, *given, "-r")
        tally.test(xr.name + " --xrd", same, *given, "-x", "--xrd", DEFINITION)
        tally.test(xr.name + " -o", same, *given, "-o", observed(folder, *given))
    bad = folder / "bad.yaml"
    bad.write_text((ROOT / "examples/llama-3.yaml").read_text().replace(
        "criticality: critical", "criticality: urgent"))
    tally.test("a refused resource", refused, bad, function)


def scripted(folder):
    """The Composition with parameters, a ttl and a script of its own in the step's input."""
    composition = yaml.safe_load(COMPOSITION.read_text())
    composition["spec"]["pipeline"][0]["input"].update(
        ttl="5m", parameters={"picker": "v1.5.0"}, scripts={"policies/scaling.lua": (
            'local scaling = require "policies.scaling"\n'
            'scaling.settings.triggers["queue-depth"].threshold = 2\nreturn scaling\n')})
    path = folder / "scripted.yaml"
    path.write_text(yaml.safe_dump(composition))
    return path


def overlaid(tally, folder):
    """With overlays of the server, and with those of the step."""
    xr, overlays = ROOT / "examples/llama-3.yaml", ROOT / "examples/overlays"
    plain = ours(xr, COMPOSITION).stdout
    with Server("--overlay", overlays / "busy-hours", "--overlay", overlays / "load-shedding") as server:
        function = functions(folder, server.address)
        options = ["--overlay", overlays / "busy-hours", "--overlay", overlays / "load-shedding"]
        for name, composition in (("--overlay", COMPOSITION), ("scripts", scripted(folder))):
            theirs, mine = (official(xr, composition, function),
                            ours(xr, composition, function, *options))
            tally.test(f"overlays: {name}", differences, theirs, mine)
            tally.test(f"overlays: {name} change something",
                       lambda done=theirs: ["nothing"] if done.stdout == plain else [])


def called_as_in_a_cluster(folder):
    """A hundred calls at once over mTLS, by the core's messages and its version of grpc-go."""
    source = ROOT / "examples/llama-3.yaml"
    request, response = protocol.message("RunFunctionRequest")(), protocol.message(
        "RunFunctionResponse")()
    json_format.ParseDict({"meta": {"tag": "a tag"}, "desired": {}, "observed": {"composite": {
        "resource": yaml.safe_load(source.read_text())}}}, request)
    where = [flag for flag in FREE if flag != "--insecure"]
    with Server(f"--tls-certs-dir={certificates.directory(folder, 'server')}", where=where) as server:
        done = subprocess.run(
            [TOOLS / "crossplane-call", server.address, certificates.NAME,
             certificates.directory(folder, "client"), "100"],
            input=request.SerializeToString(), capture_output=True, check=False)
        if done.returncode or server.stop() != 0:
            yield (done.stderr + "".join(server.lines).encode()).decode()
            return
    response.ParseFromString(done.stdout)
    got = [json_format.MessageToDict(r.resource) for r in response.desired.resources.values()]
    want = list(yaml.safe_load_all(run(LUXR, "render", source).stdout))
    if response.meta.tag != "a tag" or len(got) != len(want) or any(o not in got for o in want):
        yield f"answered {len(got)} resources, with the tag {response.meta.tag}"


def validation(tally, folder, function):
    if not CRDS.is_dir():
        print(f"skipped: what is rendered against CRDs: there is no folder {CRDS} (LUXR_CRDS)")
        return
    extensions = [DEFINITION, *CRDS.glob("object.namespaced.*"), *(ROOT / "package/input").glob("*")]
    for xr in examples():
        # Without the XR: its required fields are printed with -x only.
        path = folder / xr.name
        path.write_bytes(official(xr, COMPOSITION, function, "-x").stdout)
        tally.test(xr.name + " is valid", validate, folder, extensions, path)
    tally.test("a field that nobody declared", refuses, folder, extensions, path)
    crds = core_crds()
    if not crds:
        print("skipped: what is deployed against Crossplane's own CRDs: its module is not at hand")
        return
    known = [crds, *CRDS.glob("servicemonitor.*"), *(ROOT / "package/input").glob("*")]
    for path in sorted((ROOT / "package/deploy").glob("*.yaml")) + [DEFINITION, COMPOSITION]:
        tally.test(f"{path.name} is valid", validate, folder, known, path)
    tally.test("a field that nobody declared", refuses, folder, known,
               ROOT / "package/deploy/runtime-config.yaml")


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch, Server() as server:
        folder = pathlib.Path(scratch)
        function = functions(folder, server.address)
        rendering(tally, folder, function)
        overlaid(tally, folder)
        tally.test("called as in a cluster", called_as_in_a_cluster, folder)
        validation(tally, folder, functions(folder, server.address))
        made = folder / "made"
        subprocess.run([ROOT / "scripts/package", "--output", made], check=True)
        tally.test("packages built by the official tool", built_officially, folder, made)
        tally.test("packages read by the official tool", read_officially, folder, made)
    return tally.done()


sys.exit(main())
