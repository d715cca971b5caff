"""Every block of the guides is run, checked, or marked as not run. A ```console block is run by the
layer 80-docs. A ```sh block is for infrastructure that no test has: its first line must say "# Not
run: needs ...", where a reader sees it, its commands pass shellcheck, use a kubeconfig of the
guide's own, and name files that are there. A block that is a file is named in the prose before it;
its manifests are checked against their CRDs (LUXR_CRDS, ../shared/crds) or core.yaml, and kinds
without a schema here are named. What the three clouds have in common reads the same in each."""
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import yaml

from cases import ROOT, Tally
from strict import complaints, definitions, root

CRDS = pathlib.Path(os.environ.get("LUXR_CRDS") or ROOT.parent / "shared" / "crds")
CLOUDS = ["examples/google-cloud.md", "examples/aws.md", "examples/azure.md"]
PAGES = [*CLOUDS, "examples/local.md", "docs/cluster-tests.md"]
OWN = ["## 4. ", "## 5. ", "## 7. ", "## 12. "]  # sections in which the clouds differ
MARK = re.compile(r"# Not run: needs \S.*\.$")
REMOTE = re.compile(r"(?:^|[|;(]|\bdo\b|\w=\S+)\s*(kind|helm|kubectl|crossplane|gcloud|aws|az|hey|curl|"
                    r"docker|chainsaw)\s", re.M)
KUBE = re.compile(r"(?:(\S+)[ ]+)?(?<![-\w/`])(kubectl|helm|chainsaw test)\s")
FILE = re.compile(r"(?:^|\s)(?:-f|-k|-D|--config|--filename|--policy-document)[= ](?:file://)?([^\s\"$]+)")
WRITES = re.compile(r"(?:>|keys create|--kubeconfig|--file|--output)[= ]+(?:\./)?([-\w./]+)")
# No schema of these is in the folder of CRDs or in core.yaml.
ELSEWHERE = {"Provider", "Configuration", "DeploymentRuntimeConfig", "Kustomization", "GatewayClass",
             "ClusterProviderConfig"}


UNKNOWN = set()


def load_docs():
    loader = importlib.machinery.SourceFileLoader("docs", str(ROOT / "tests/run/80-docs"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("docs", loader))
    loader.exec_module(module)
    return module


DOCS = load_docs()


def joined(lines):
    return "\n".join(lines).replace("\\\n", " ")


def shell_block(lines, files):
    """What is wrong with the commands of a block that is not run."""
    if not lines or not MARK.match(lines[0]):
        yield "nothing runs this block, and its first line does not say so"
    text = joined(lines[1:])
    if not REMOTE.search(text):
        yield "it needs no infrastructure: make it a console block, which is run"
    if "apiVersion:" in text:
        yield "a manifest hides in a command"
    for before, tool in KUBE.findall(text):
        if not re.search(r"(?:^|\()KUBECONFIG=\./(gpu-)?kubeconfig\.yaml$", before):
            yield f"{tool} without a kubeconfig of its own"
    for name in FILE.findall(text):
        name = name.removeprefix("./")
        made = {*files, *(file.split("/")[0] for file in files)}
        if name != "-" and not {name, name.split("/")[0]} & made and not (ROOT / name).exists():
            yield f"there is no {name}"


def file_block(name, lines, before, known):
    text = "\n".join(lines) + "\n"
    if f"`{name}`" not in before:
        yield f"the prose before it does not call it `{name}`"
    if name.endswith(".json"):
        json.loads(text)
        return
    for value in yaml.safe_load_all(text):
        yield from manifest(value, known)


def manifest(value, known):
    kind = value.get("apiVersion"), value.get("kind")
    if kind == (None, None):  # parameters, not a manifest
        return
    if kind[1] in ELSEWHERE:
        UNKNOWN.add(f"{kind[0]} {kind[1]}")
    elif known and kind not in known:
        yield f"{kind[0]} {kind[1]} has no schema to check it with"
    for file, validator in known.get(kind, []) if kind[1] not in ELSEWHERE else []:
        for text in complaints(validator, value):
            yield f"{kind[1]} ({file}): {text}"


def check(text, known):
    """(line, sentence) of everything that is wrong with the blocks of a page."""
    files, lines = set(), text.splitlines()
    for start, info, body in text_blocks(text):
        words = info.split()
        before = " ".join(lines[max(0, start - 6):start - 1])
        if words[:1] == ["console"]:
            found = ["a block that is run is marked as not run"] if "# Not run" in "\n".join(body) else []
        elif words == ["sh"]:
            files.update(WRITES.findall(joined(body)))
            found = shell_block(body, files)
        elif len(words) == 2 and words[0] in ("yaml", "json", "lua"):
            files.add(words[1])
            found = file_block(words[1], body, before, known) if words[0] != "lua" else []
        else:
            found = [f"nothing runs or checks a block '{info}'"]
        files.update(WRITES.findall(joined(body)) if words[:1] == ["console"] else [])
        for sentence in found:
            yield start, sentence


def text_blocks(text):
    info, start, body = None, 0, []
    for number, line in enumerate(text.splitlines(), 1):
        fence = DOCS.FENCE.match(line)
        if fence and info is None:
            info, start, body = fence.group(1).strip(), number, []
        elif fence:
            yield start, info, body
            info = None
        elif info is not None:
            body.append(line)


def page(name, known):
    path = ROOT / name
    if str(path) not in DOCS.all_pages():
        yield "the layer 80-docs does not run this page"
    for line, sentence in check(path.read_text(encoding="utf-8"), known):
        yield f"line {line}: {sentence}"


def clusters(name, known):
    """What a guide makes out of a cluster of examples/clusters is still one."""
    text = (ROOT / name).read_text(encoding="utf-8")
    made = 0
    with tempfile.TemporaryDirectory() as scratch:
        os.symlink(ROOT / "examples", os.path.join(scratch, "examples"))
        DOCS.stand_in(scratch)
        for _, info, body in text_blocks(text):
            for command, _ in DOCS.commands(body) if info == "console" else ():
                found = re.match(r"yq '.*' examples/clusters/\S+ > (\S+)$", command)
                if not found:
                    continue
                subprocess.run(["bash", "-c", command], cwd=scratch, check=True,
                               env=DOCS.environment(scratch))
                made += 1
                with open(os.path.join(scratch, found[1]), encoding="utf-8") as file:
                    yield from manifest(yaml.safe_load(file), known)
    if not made:
        yield "makes no cluster"


def shellcheck(name):
    """All commands of a page as one script, in which each line has its number in the page."""
    text = (ROOT / name).read_text(encoding="utf-8")
    script = [""] * len(text.splitlines())
    for start, info, body in text_blocks(text):
        if info == "sh":
            script[start:start + len(body)] = body
    done = subprocess.run(["shellcheck", "--shell=bash", "--format=gcc", "-"], text=True, check=False,
                          input="\n".join(script) + "\n", capture_output=True)
    yield from done.stdout.splitlines()


def sections(name):
    parts = re.split(r"^(?=## )", (ROOT / name).read_text(encoding="utf-8"), flags=re.M)[1:]
    return {part.splitlines()[0]: part for part in parts}


def common():
    first, *others = map(sections, CLOUDS)
    for other, name in zip(others, CLOUDS[1:]):
        if list(first) != list(other):
            yield f"{name} has other sections than {CLOUDS[0]}"
        for heading, text in first.items():
            if not heading.startswith(tuple(OWN)) and other.get(heading) != text:
                yield f"{name}: '{heading}' is not what {CLOUDS[0]} has"


PLANTS = {
    "an unmarked block": ("```sh\nKUBECONFIG=./kubeconfig.yaml kubectl get pods\n```", "nothing runs"),
    "a mark on what could be run": ("```sh\n# Not run: needs time.\nluxr version\n```", "needs no"),
    "somebody's kubeconfig": ("```sh\n# Not run: needs k.\nkubectl get pods\n```", "of its own"),
    "a file that is not there": (
        "```sh\n# Not run: needs k.\nKUBECONFIG=./kubeconfig.yaml kubectl apply -f no.yaml\n```",
        "there is no no.yaml"),
    "a hidden manifest": ("```sh\n# Not run: needs k.\ncurl x -d 'apiVersion: v1'\n```", "hides"),
    "a mark on what is run": ("```console\n# Not run: needs k.\n```", "is marked"),
    "a file nobody names": ("```yaml a.yaml\nkind: Provider\n```", "does not call it"),
    "a kind nobody knows": ("`a.yaml`\n```yaml a.yaml\napiVersion: v1\nkind: Nobody\n```", "no schema"),
    "a wrong manifest": ("`a.yaml`\n```yaml a.yaml\napiVersion: v1\nkind: ServiceAccount\n"
                         "metadata: {name: a}\nno: 1\n```", "(core.yaml)"),
    "a block of another sort": ("```bash\nls\n```", "nothing runs or checks"),
}


def plant(text, finding, known):
    said = [sentence for _, sentence in check(text, known)]
    if not any(finding in sentence for sentence in said):
        yield f"is not found: {said}"


def main():
    tally = Tally()
    shapes = yaml.safe_load((ROOT / "tests/oracle/core.yaml").read_text(encoding="utf-8"))
    known = {(row["apiVersion"], row["kind"]): [("core.yaml", root(row["schema"]))]
             for row in shapes["kinds"]}
    for name, (text, finding) in PLANTS.items():
        tally.test(name, plant, text, finding, known)
    UNKNOWN.clear()
    if CRDS.is_dir():
        known.update(definitions(CRDS))
    else:
        known = {}
        print(f"skipped: manifests against their schemas: there is no folder {CRDS} (LUXR_CRDS)")
    for name in PAGES:
        tally.test(name, page, name, known)
        if shutil.which("shellcheck"):
            tally.test(f"{name}: shellcheck", shellcheck, name)
        else:
            print(f"skipped: {name}: shellcheck is not installed")
    for name in CLOUDS:
        if DOCS.YQ:
            tally.test(f"{name}: its cluster", clusters, name, known)
        else:
            print(f"skipped: {name}: its cluster: yq is not installed")
    tally.test("what the clouds have in common", common)
    for kind in sorted(UNKNOWN):
        print(f"no schema here for {kind}: it is only read as YAML")
    return tally.done()


raise SystemExit(main())
