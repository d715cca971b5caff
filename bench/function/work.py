"""The requests that bench/function/run sends, what the answers have to be, and a client of its own."""
import collections
import hashlib
import pathlib
import re
import sys
import urllib.error
import urllib.request

import grpc
import yaml
from google.protobuf import json_format

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests" / "interop"))
import certificates  # noqa: E402
import protocol  # noqa: E402

CASE = ROOT / "tests/golden/full-stack-makes-fourteen"
XR = yaml.safe_load((CASE / "xr.yaml").read_text(encoding="utf-8"))
WANT = {o["metadata"]["name"].removeprefix(XR["metadata"]["name"] + "-"): o
        for o in yaml.safe_load_all((CASE / "want.yaml").read_text(encoding="utf-8"))}
Request, Response = protocol.message("RunFunctionRequest"), protocol.message("RunFunctionResponse")
INPUT = {"apiVersion": "luxr.fn.crossplane.io/v1beta1", "kind": "Input"}
EATER = "return { name = 'monitoring', decide = function() return { ('x'):rep(1 << 30) } end }"


def managed(value):
    """The fields of a value as the API server notes who set them."""
    if isinstance(value, dict):
        return {"f:" + key: managed(item) for key, item in value.items()}
    return {}


def observed(name, wanted, index):
    """An Object as it comes back from the cluster: with what the server and the provider add."""
    uid = hashlib.md5(name.encode()).hexdigest()
    moment = f"2026-01-01T00:00:{index:02d}Z"
    manifest = dict(wanted["spec"]["forProvider"]["manifest"])
    manifest["metadata"] = {**manifest["metadata"], "uid": uid, "resourceVersion": f"{7000 + index}",
                            "creationTimestamp": moment, "generation": 1}
    manifest["status"] = {"availableReplicas": 1, "replicas": 1, "observedGeneration": 1,
                          "modelStatus": "Ready"}
    return {**wanted,
            "metadata": {**wanted["metadata"], "uid": uid, "resourceVersion": f"{9000 + index}",
                         "creationTimestamp": moment, "generation": 2,
                         "labels": {"crossplane.io/composite": XR["metadata"]["name"]},
                         "annotations": {**wanted["metadata"]["annotations"],
                                         "crossplane.io/composition-resource-name": name},
                         "managedFields": [{
                             "manager": "apiextensions.crossplane.io/composed",
                             "operation": "Apply", "apiVersion": wanted["apiVersion"],
                             "fieldsType": "FieldsV1", "time": moment,
                             "fieldsV1": managed({"spec": wanted["spec"]})}]},
            "status": {"atProvider": {"manifest": manifest}, "conditions": [
                {"type": kind, "status": "True", "reason": reason, "lastTransitionTime": moment}
                for kind, reason in (("Ready", "Available"), ("Synced", "ReconcileSuccess"))]}}


def request(xr=None, with_observed=False, step=None):
    message = Request()
    json_format.ParseDict({
        "meta": {"tag": hashlib.sha256(b"a request").hexdigest()}, "input": step or INPUT,
        "desired": {}, "observed": {"composite": {"resource": xr or XR}, "resources": {
            name: {"resource": observed(name, wanted, index)}
            for index, (name, wanted) in enumerate(WANT.items())} if with_observed else {}}},
        message)
    return message


def framed(message):
    data = message.SerializeToString()
    return b"\0" + len(data).to_bytes(4, "big") + data


def write(folder):
    """small.frame and large.frame for h2load, and the Structs for luxr-bench-function."""
    small, large = request(), request(with_observed=True)
    (folder / "small.frame").write_bytes(framed(small))
    (folder / "large.frame").write_bytes(framed(large))
    (folder / "composite").write_bytes(small.observed.composite.resource.SerializeToString())
    objects = {}
    for name, resource in large.observed.resources.items():
        (folder / f"observed.{name}").write_bytes(resource.resource.SerializeToString())
        objects[name] = json_format.MessageToDict(resource.resource)
    whole = request({**XR, "spec": {**XR["spec"], "objects": objects}})
    (folder / "large").write_bytes(whole.observed.composite.resource.SerializeToString())
    print(f"requests of {small.ByteSize()} and {large.ByteSize()} bytes")


def method(channel):
    return channel.unary_unary(f"/{protocol.SERVICE}/RunFunction", Request.SerializeToString,
                               Response.FromString)


def check(address, name):
    """A fast wrong answer must not be measured."""
    with grpc.insecure_channel(address) as channel:
        for message in (request(), request(with_observed=True)):
            answer = method(channel)(message, timeout=60, wait_for_ready=True)
            got = {key: json_format.MessageToDict(value.resource)
                   for key, value in answer.desired.resources.items()}
            if got != WANT:
                raise SystemExit(f"{name} gives other manifests: {sorted(got)} {answer.results}")


def mixed(address, folder, calls):
    """Calls over mTLS, 32 at once: of each sixteen one with observed objects, one that is refused,
    one whose script runs into a limit, and the rest good."""
    read = [(folder / name).read_bytes() for name in ("ca.crt", "client.key", "client.crt")]
    bad = {**XR, "spec": {**XR["spec"], "criticality": "urgent"}}
    eating = {**INPUT, "scripts": {"policies/monitoring.lua": EATER}}
    turns = [message.SerializeToString() for message in (
        request(with_observed=True), request(bad), request(step=eating), *[request()] * 13)]
    with grpc.secure_channel(address, grpc.ssl_channel_credentials(*read),
                             [("grpc.ssl_target_name_override", certificates.NAME)]) as channel:
        call, flight = channel.unary_unary(f"/{protocol.SERVICE}/RunFunction"), collections.deque()
        for index in range(calls):
            flight.append(call.future(turns[index % len(turns)], timeout=120, wait_for_ready=True))
            if len(flight) == 32:
                flight.popleft().result()
        for future in flight:
            future.result()


def fetch(address, path):
    with urllib.request.urlopen(f"http://{address}{path}", timeout=60) as answer:
        return answer.read().decode()


def wait_ready(address):
    while True:
        try:
            return fetch(address, "/readyz")
        except urllib.error.URLError:
            continue


def outcomes(address):
    """How many calls were answered, and how, since the start."""
    found = re.findall(r'^luxr_calls_total\{code="(\w+)",outcome="(\w+)"\} (\d+)$',
                       fetch(address, "/metrics"), re.M)
    return ", ".join(f"{number} {code} {outcome}" for code, outcome, number in found)
