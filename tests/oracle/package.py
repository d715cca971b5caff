"""What Crossplane installs: the files of package/ agree with what they repeat, with each other,
with the CRDs that the cluster has (LUXR_CRDS, ../shared/crds), and with the Dockerfile."""
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request

import yaml

from cases import LUXR, ROOT, Tally
from strict import complaints, definitions, root

sys.path.insert(0, str(ROOT / "tests" / "interop"))
import certificates  # noqa: E402
from serving import FREE, Server  # noqa: E402

CRDS = pathlib.Path(os.environ.get("LUXR_CRDS") or ROOT.parent / "shared" / "crds")
PACKAGE, DEPLOY = ROOT / "package", ROOT / "package" / "deploy"
MANIFESTS = sorted([*DEPLOY.glob("*.yaml"), *(PACKAGE / "configuration").glob("*.yaml")])
# Their CRDs are not in the folder; the interop stage asks the official tool about them.
ELSEWHERE = {"DeploymentRuntimeConfig", "Configuration"}
sys.dont_write_bytecode = True


def documents(path):
    return [d for d in yaml.safe_load_all(path.read_text(encoding="utf-8")) if d]


def of_kind(kind):
    found, = (d for path in MANIFESTS for d in documents(path) if d["kind"] == kind)
    return found


def generated(program):
    done = subprocess.run([ROOT / program, "--check"], capture_output=True, text=True, check=False)
    if done.returncode:
        yield done.stdout + done.stderr


def manifest(value, known):
    name = value["apiVersion"], value["kind"]
    if value["kind"] == "Composition":  # the API server asks no metadata of an input
        for step in value["spec"]["pipeline"]:
            step["input"].setdefault("metadata", {"name": "none"})
    if name not in known:
        yield f"{name[0]} {name[1]} has no schema to check it with"
    for file, validator in known.get(name, []):
        for text in complaints(validator, value):
            yield f"{name[1]} {value['metadata']['name']} ({file}): {text}"


# ---- the two packages -----------------------------------------------------------------------

def input_crd():
    crd, = (d for path in (PACKAGE / "input").glob("*.yaml") for d in documents(path))
    return crd


def function_metadata():
    meta, = documents(PACKAGE / "crossplane.yaml")
    if (meta["apiVersion"], meta["kind"]) != ("meta.pkg.crossplane.io/v1", "Function"):
        yield f"is a {meta['apiVersion']} {meta['kind']}"
    if not meta["metadata"]["name"].startswith("function-"):
        yield "a function's name must begin with function-"
    if meta["spec"]["capabilities"] != ["composition"]:
        yield f"says it can do {meta['spec']['capabilities']}"
    if not re.fullmatch(r">=v\d+\.\d+\.\d+(-0)?", meta["spec"]["crossplane"]["version"]):
        yield "crossplane.version is no constraint"
    crd = input_crd()
    if crd["kind"] != "CustomResourceDefinition" or "crossplane" not in crd["spec"]["names"][
            "categories"]:
        yield "the input is no CustomResourceDefinition of the category crossplane"
    if not crd["spec"]["group"].endswith(".fn.crossplane.io"):
        yield f"the input's group is {crd['spec']['group']}"


def configuration_metadata():
    meta, = documents(PACKAGE / "configuration" / "crossplane.yaml")
    if (meta["apiVersion"], meta["kind"]) != ("meta.pkg.crossplane.io/v1", "Configuration"):
        yield f"is a {meta['apiVersion']} {meta['kind']}"
    for row in meta["spec"]["dependsOn"]:
        if set(row) != {"apiVersion", "kind", "package", "version"}:
            yield f"a dependency is {row}"


def step_input():
    """The Composition's input is one that the input's own schema takes."""
    crd, (step,) = input_crd(), of_kind("Composition")["spec"]["pipeline"]
    schema = dict(crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"])
    value = dict(step["input"], metadata={"name": "named-for-the-schema"})
    yield from complaints(root(schema), value)
    value["no-such-field"] = 1
    if not list(complaints(root(schema), value)):
        yield "the schema takes a field that nobody declared"


def names_agree():
    name = documents(PACKAGE / "crossplane.yaml")[0]["metadata"]["name"]
    function, runtime = of_kind("Function"), of_kind("DeploymentRuntimeConfig")
    service, monitor = of_kind("Service"), of_kind("ServiceMonitor")
    (step,), spec = of_kind("Composition")["spec"]["pipeline"], function["spec"]
    seen = {"Function": function["metadata"]["name"], "functionRef": step["functionRef"]["name"],
            "runtime": runtime["metadata"]["name"], "reference": spec["runtimeConfigRef"]["name"],
            "image": spec["package"].rsplit("/", 1)[1].split(":")[0],
            "metrics": service["spec"]["selector"]["pkg.crossplane.io/function"]}
    for where, what in seen.items():
        if what != name:
            yield f"{where} is called {what}, the package {name}"
    wanted = monitor["spec"]["selector"]["matchLabels"]
    if not wanted.items() <= service["metadata"]["labels"].items():
        yield "the ServiceMonitor does not select the Service"
    if monitor["spec"]["endpoints"][0]["port"] != service["spec"]["ports"][0]["name"]:
        yield "the ServiceMonitor names a port that the Service does not have"


# ---- the overlay ----------------------------------------------------------------------------

def mounted(directory, data, items):
    """Lays a ConfigMap out as a kubelet does: in a hidden directory, seen through links."""
    version = directory / "..2026_01_01_00_00_00.000000001"
    for item in items:
        path = version / item["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data[item["key"]], encoding="utf-8")
    (directory / "..data").symlink_to(version.name)
    for top in {item["path"].split("/")[0] for item in items}:
        (directory / top).symlink_to(f"..data/{top}")


def overlay_mounts():
    """The overlay that the runtime mounts renders as the directory it was made from does."""
    pod = of_kind("DeploymentRuntimeConfig")["spec"]["deploymentTemplate"]["spec"]["template"]
    (container,), (volume,) = pod["spec"]["containers"], pod["spec"]["volumes"]
    config, (mount,) = of_kind("ConfigMap"), container["volumeMounts"]
    if volume["configMap"]["name"] != config["metadata"]["name"]:
        yield "the volume is not the ConfigMap of overlay.yaml"
    if mount["name"] != volume["name"] or f"--overlay={mount['mountPath']}" not in container["args"]:
        yield "no --overlay names the place where the overlay is mounted"
    items = volume["configMap"]["items"]
    if sorted(item["key"] for item in items) != sorted(config["data"]):
        yield "the volume does not show every key of the ConfigMap"
        return
    with tempfile.TemporaryDirectory() as scratch:
        mounted(pathlib.Path(scratch), config["data"], items)
        outputs = [subprocess.run([LUXR, "render", ROOT / "examples/llama-3.yaml", *overlay],
                                  capture_output=True, check=True).stdout
                   for overlay in ([], ["--overlay", ROOT / "examples/overlays/busy-hours"],
                                   ["--overlay", scratch])]
        if outputs[1] != outputs[2]:
            yield "the mounted overlay does not render as examples/overlays/busy-hours does"
        if outputs[0] == outputs[2]:
            yield "the mounted overlay changes nothing"


# ---- the image ------------------------------------------------------------------------------

def dockerfile():
    loader = importlib.machinery.SourceFileLoader("package_script", str(ROOT / "scripts/package"))
    package = importlib.util.module_from_spec(importlib.util.spec_from_loader(
        "package_script", loader))
    loader.exec_module(package)
    final = (ROOT / "Dockerfile").read_text(encoding="utf-8").rsplit("\nFROM ", 1)[1]
    if not final.startswith("scratch\n"):
        yield "the last stage of the Dockerfile has more in it than we put there"
    said = dict(line.split(" ", 1) for line in final.splitlines()[1:] if line)
    if json.loads(said["ENTRYPOINT"]) != package.ENTRYPOINT:
        yield "the entry points of the Dockerfile and of scripts/package differ"
    if (said["USER"], said["EXPOSE"].split()) != (package.USER, package.PORTS):
        yield "the user or the ports of the Dockerfile and of scripts/package differ"


# ---- the page about it ----------------------------------------------------------------------

def table_names(heading):
    """What stands in the first column of the first table after a line of docs/function.md."""
    text = (ROOT / "docs/function.md").read_text(encoding="utf-8").split(heading, 1)[1]
    rows = re.search(r"(?:^\|.*\n)+", text, re.M)[0].splitlines()[2:]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


def flags_are_documented():
    done = subprocess.run([LUXR, "serve", "--help"], capture_output=True, text=True, check=True)
    known = set(re.findall(r"^  (?:-\w, )?(--[-a-z]+)", done.stdout, re.M))
    said = {name for name in table_names("## Flags") if name.startswith("--")}
    if said != known - {"--help", "--version"}:
        yield f"the page and --help differ in {said ^ (known - {'--help', '--version'})}"


def input_is_documented():
    schema = input_crd()["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    known = set(schema["properties"]) - {"apiVersion", "kind", "metadata"}
    said = table_names("## The step's input")
    if said != known:
        yield f"the page and the schema differ in {said ^ known}"


def messages_exist():
    """Every message that the page explains is one of ours, but for those that are Crossplane's."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.c"))
    ours = re.sub(r'"\s*\n\s*"', "", sources)
    for message in table_names("## When something is wrong"):
        if message.startswith(("pipeline step", "rpc error", "FILE:", "spec.")):
            continue
        piece = max(re.split(r"\.\.\.|\b[NM]\b|FIELD|overlays?|'", message), key=len)
        if piece.strip() not in ours:
            yield f"nothing says '{message}'"


def metrics_exist():
    """Every metric that the page names, with its family as Prometheus sees it."""
    with tempfile.TemporaryDirectory() as scratch:
        secret = certificates.directory(pathlib.Path(scratch), "server")
        with Server(f"--tls-certs-dir={secret}", where=FREE[1:]) as server:
            with urllib.request.urlopen(f"http://{server.metrics}/metrics", timeout=60) as answer:
                text = answer.read().decode()
    known = set(re.findall(r"^# TYPE (\w+) ", text, re.M))
    for name in sorted(table_names("**Metrics**") - known):
        yield f"there is no metric {name}"
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True,
                          text=True, check=False) if shutil.which("promtool") else None
    if done and done.returncode:
        yield f"promtool: {done.stdout + done.stderr}"


def main():
    tally = Tally()
    for body in (flags_are_documented, input_is_documented, messages_exist, metrics_exist):
        if (LUXR.parent / "luxr-function").exists():
            tally.test(body.__name__, body)
        else:
            print(f"skipped: {body.__name__}: luxr-function is not built")
    for program in ("package/generate", "tests/chainsaw/generate"):
        tally.test(program, generated, program)
    for body in (function_metadata, configuration_metadata, step_input, names_agree,
                 overlay_mounts, dockerfile):
        tally.test(body.__name__, body)
    if not CRDS.is_dir():
        print(f"skipped: what is deployed against CRDs: there is no folder {CRDS} (LUXR_CRDS)")
        return tally.done()
    shapes = yaml.safe_load((ROOT / "tests/oracle/core.yaml").read_text(encoding="utf-8"))
    known = {(row["apiVersion"], row["kind"]): [("core.yaml", root(row["schema"]))]
             for row in shapes["kinds"]}
    known.update(definitions(CRDS))
    for path in MANIFESTS:
        for value in documents(path):
            if value["kind"] not in ELSEWHERE:
                tally.test(f"{path.name}: {value['kind']}", manifest, value, known)
    return tally.done()


sys.exit(main())
