"""Every golden rendered by the function server, through grpc-js and the TypeScript SDK's codec: the
manifests are those of the command line. Over both versions of the protocol, and over mTLS.

    usage: goldens.py    LUXR_NODE_MODULES says where tests/interop/grpcjs/modules has put them"""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "oracle"))
import certificates  # noqa: E402
from cases import ROOT, Tally  # noqa: E402
from serving import FREE, Server  # noqa: E402

INPUT, = (yaml.safe_load(path.read_text()) for path in (ROOT / "package/input").glob("*.yaml"))
SERVICES = [f"apiextensions.fn.proto.{version}.FunctionRunnerService"
            for version in ("v1", "v1beta1")]


class Golden:
    def __init__(self, folder):
        self.name, self.folder = folder.name, folder
        file = folder / "flags"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        self.flags = [line.replace("{root}", str(ROOT)).replace("{case}", str(folder))
                      for line in lines if line]
        self.overlays = tuple(self.values("overlay"))

    def values(self, name):
        return [flag.split("=", 1)[1] for flag in self.flags if flag.startswith(f"--{name}=")]

    def request(self):
        xr = yaml.safe_load((self.folder / "xr.yaml").read_text(encoding="utf-8"))
        for namespace in self.values("namespace"):
            xr["metadata"].setdefault("namespace", namespace)
        spec = INPUT["spec"]
        step = {"apiVersion": f"{spec['group']}/{spec['versions'][0]['name']}",
                "kind": spec["names"]["kind"]}
        for path in self.values("parameters"):
            step["parameters"] = yaml.safe_load((self.folder / path).read_text(encoding="utf-8"))
        if "--bare" in self.flags:
            step["envelope"] = False
        return {"meta": {"tag": self.name}, "input": step, "desired": {},
                "observed": {"composite": {"resource": xr}}}

    def check(self, response):
        if "code" in response:
            yield f"{response}"
            return
        fatal = [r["message"] for r in response.get("results", [])
                 if r["severity"] == "SEVERITY_FATAL"]
        if fatal or response["meta"]["tag"] != self.name:
            yield f"tag {response['meta']['tag']}: {fatal}"
            return
        made = [r["resource"] for r in response["desired"]["resources"].values()]
        want = list(yaml.safe_load_all((self.folder / "want.yaml").read_text(encoding="utf-8")))
        for manifest in want:
            if manifest in made:
                made.remove(manifest)
            else:
                yield f"the {manifest['kind']} {manifest['metadata']['name']} is another one"
        # These show a part of what is made, which the function cannot be asked for.
        if made and not (self.values("only") or self.values("skip")):
            yield f"also makes {[manifest['metadata']['name'] for manifest in made]}"


def call(address, paths, service, **extra):
    done = subprocess.run([HERE / "grpcjs/client.mjs", address, *paths], capture_output=True,
                          text=True, check=False,
                          env={**os.environ, "LUXR_CALL_SERVICE": service, **extra})
    if done.returncode:
        raise RuntimeError(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def written(folder, goldens):
    for golden in goldens:
        path = folder / f"{golden.name}.yaml"
        path.write_text(yaml.safe_dump(golden.request()), encoding="utf-8")
        yield path


def through(tally, goldens, where, paths, overlays, label, service, **extra):
    arguments = [word for overlay in overlays for word in ("--overlay", overlay)]
    with Server(*arguments, where=where, cwd=goldens[0].folder) as server:
        responses = call(server.address, paths, service, **extra)
        for golden, response in zip(goldens, responses):
            tally.test(f"{golden.name} {label}", golden.check, response)
        if len(responses) != len(goldens) or server.stop() != 0:
            tally.test(label, lambda: [f"{len(responses)} answers: " + "".join(server.lines)])


def secured(folder):
    """What the server, and what the client, is told to speak mTLS."""
    where = [flag for flag in FREE if flag != "--insecure"]
    return ([*where, f"--tls-certs-dir={certificates.directory(folder, 'server')}"],
            {"LUXR_CALL_CERTS": str(certificates.directory(folder, "client")),
             "LUXR_CALL_NAME": certificates.NAME})


def main():
    tally, groups = Tally(), collections.defaultdict(list)
    for path in sorted(ROOT.glob("tests/golden/*/xr.yaml")):
        golden = Golden(path.parent)
        groups[golden.overlays].append(golden)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        where, extra = secured(folder)
        for overlays, goldens in groups.items():
            paths = list(written(folder, goldens))
            for service in SERVICES:
                through(tally, goldens, FREE, paths, overlays, service, service)
            through(tally, goldens, where, paths, overlays, "mTLS", SERVICES[0], **extra)
    return tally.done()


sys.exit(main())
