"""The recorded cases of `crossplane composition render`, against `luxr composition render`.

Each case goes two ways. Through the engine: the echo bundle in this directory answers what
was recorded. And past it: the program `composition-echo` has everything of the command but
the engine, so a step can answer what no script of ours can. What is compared is standard
output, byte for byte, and the exit code; standard error is ours.

The cases are found by LUXR_OFFICIAL, or beside the repository; in place, and never copied.
"""

import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import uuid

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = pathlib.Path(os.environ.get("LUXR_BUILD", ROOT / "build"))
OFFICIAL = pathlib.Path(os.environ.get("LUXR_OFFICIAL", ROOT / "../shared/official"))

# What scripts cannot say, so that these go past the engine only.
PAST_ONLY = {
    "04-x": "conditions that lack something, or are the core's to set",
    "05-r": "the same, and a result without severity",
    "07-xrc": "the same, and a context that a step writes",
    "10-xr-ready-true": "the XR's readiness",
    "13-named": "a resource that is ready before it is seen, in another namespace",
}
# What needs more than an answer, so that these go through the engine only.
THROUGH_ONLY = {
    "34-grpc-unimplemented": "a step that fails",
    "35-grpc-internal": "a step that fails",
    "37-unreachable": "a step that never ends",
}

# No step is asked, so nothing needs to be seen.
NOT_ASKED = {"58-paused", "59-deleting"}

# What our standard error says where theirs does too.
SENTENCES = {
    "23-invalid-name": "resource 'a' has the invalid name 'Bad_Name'",
    "31-fatal-all-flags": "line one\\nline two",
    "32-fatal-second-step": "boom",
    "34-grpc-unimplemented": "nope",
    "35-grpc-internal": "oops",
    "37-unreachable": "the scripts took longer than the time limit",
    "41-xr-no-name": "resource 'a' cannot be named: the XR has no metadata.name",
    "43-xr-wrong-version": "xr.yaml:1:13: error: the XR's apiVersion is 'example.org/v1'",
    "44-xr-no-kind": "xr.yaml:1:1: error: has no kind",
    "46-xr-empty": "xr.yaml: error: holds no document",
    "61-observed-no-annotation": "obs.yaml:6:3: error: observed resource demo-observed-a has no",
    "62-observed-wrong-ns": "obs.yaml:5:14: error: observed resource demo-observed-a is not in",
    "64-observed-missing-file": "nofile.yaml: error: does not exist",
    "65-observed-foreign-owner": "has a controller that is not the XR",
    "77-credentials-missing": "there is no Secret 's' in 'ns', which the step 'step-1' needs",
    "82-xrd-mismatch": "xrd.yaml:7:17: error: the definition is of another kind than the XR",
    "85-functions-file-missing": "functions.yaml: error: does not exist",
    "86-not-pipeline": "spec.mode must be 'Pipeline'",
    "88-functions-notfn": "functions.yaml:2:7: error: is no Function of pkg.crossplane.io/v1",
    "92-selector": "the Composition's label 'a' is not what the XR selects",
    "97-fatal-after-conditions-second": "step-2",
}


def child_name(prefix, uid, resource):
    """The name of a composed resource, by the rule that the project describes."""
    digest = hashlib.sha256((uid + resource).encode()).hexdigest()[:12]
    prefix = prefix if prefix.endswith("-") else prefix + "-"
    if len(prefix) + 12 > 63:
        prefix = prefix[:51] if prefix[50] == "-" else prefix[:50] + "-"
    return prefix + digest


def uid_of(xr):
    metadata = xr["metadata"]
    if metadata.get("uid"):
        return metadata["uid"]
    text = "\0".join([f"{xr['apiVersion']}, Kind={xr['kind']}",
                      metadata.get("namespace", ""), metadata.get("name", "")])
    digest = hashlib.sha1(bytes(16) + text.encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=5))


def observed(xr, resources):
    """What must exist for a ready resource: scripts are asked about what they see."""
    metadata = xr.get("metadata", {})
    prefix = (metadata.get("labels") or {}).get("crossplane.io/composite") or metadata.get("name")
    for name, resource in resources.items():
        if resource.get("ready") != "READY_TRUE" or not prefix:
            continue
        made = resource.get("resource", {}).get("metadata", {})
        generate = made.get("generateName") or prefix + "-"
        seen = {"annotations": {"crossplane.io/composition-resource-name": name},
                "name": made.get("name") or child_name(generate, uid_of(xr), name)}
        if not made.get("name"):
            seen["generateName"] = generate
        space = metadata.get("namespace") or made.get("namespace")
        if space:
            seen["namespace"] = space
        yield {"apiVersion": "v1", "kind": "Seen", "metadata": seen}


class Case:
    def __init__(self, path):
        self.path, self.name = path, path.name
        self.words = shlex.split((path / "cmd").read_text())[1:]
        self.stdout = (path / "stdout").read_text()
        self.code = int((path / "rc").read_text())
        self.composition = json.loads((path / "composition.yaml").read_text())

    def responses(self):
        for step in self.composition["spec"].get("pipeline", []):
            yield step.get("input", {})

    def prepare(self, directory):
        """The files of the case, with steps that are ours."""
        for file in self.path.iterdir():
            (directory / file.name).write_bytes(file.read_bytes())
        for step in self.composition["spec"].get("pipeline", []):
            old = step.get("input", {})
            parameters = {"response": old.get("response", {})}
            if "grpcCode" in old:
                parameters["fails"] = old["grpcMessage"]
            if self.name == "37-unreachable":
                parameters["hangs"] = True
            step["input"] = {"apiVersion": "luxr.fn.crossplane.io/v1beta1", "kind": "Input",
                             "parameters": parameters}
        (directory / "composition.yaml").write_text(json.dumps(self.composition))

    def past(self, directory):
        return self.words

    def through(self, directory):
        words = list(self.words)
        xr = next(yaml.load_all((self.path / "xr.yaml").read_text(), yaml.BaseLoader), None) or {}
        wanted = {}
        for given in self.responses():
            wanted |= given.get("response", {}).get("desired", {}).get("resources", {})
        asked = self.code == 0 and self.name not in NOT_ASKED
        seen = list(observed(xr, wanted)) if asked else []
        if seen and "-o" not in words:
            (directory / "seen.yaml").write_text(yaml.safe_dump_all(seen))
            words += ["-o", "seen.yaml"]
        if self.name == "37-unreachable":
            words = [word for word in words if not word.startswith("--timeout")]
            words += ["--timeout=100ms", "--limit", "steps=1000000000000"]
        return words + ["--bundle", str(HERE / "bundle")]


def run(case, program, words_of):
    """The words that say what is wrong; None when nothing is."""
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        case.prepare(directory)
        done = subprocess.run([program, *words_of(directory)], cwd=directory, text=True,
                              capture_output=True, timeout=60)
    if done.returncode != case.code:
        return f"ended with {done.returncode}, not {case.code}\n{done.stderr}"
    if done.stdout != case.stdout:
        return f"printed\n{done.stdout}\ninstead of\n{case.stdout}\n{done.stderr}"
    if case.code and SENTENCES[case.name] not in done.stderr:
        return f"did not say {SENTENCES[case.name]}: {done.stderr}"
    return None


def main():
    if not (OFFICIAL / "cases").is_dir():
        print("skipped: the recorded cases of the official command are not there")
        print("0 passed, 0 failed")
        return 0
    passed = failed = 0
    for path in sorted((OFFICIAL / "cases").iterdir()):
        case = Case(path)
        ways = []
        if case.name not in PAST_ONLY:
            ways.append(("through the engine", BUILD / "luxr", case.through))
        if case.name not in THROUGH_ONLY:
            ways.append(("past the engine", BUILD / "unit/composition-echo", case.past))
        for way, program, words_of in ways:
            wrong = run(Case(path), program, words_of)
            passed += wrong is None
            failed += wrong is not None
            if wrong:
                print(f"{case.name}, {way}: {wrong}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
