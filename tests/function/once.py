"""Calls the service without a transport (tests/function/once.c), and makes requests for it."""
import os
import pathlib
import struct
import subprocess
import sys

import yaml
from google.protobuf import json_format, struct_pb2

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "interop"))
import protocol  # noqa: E402  (it lies beside the peers that use it as well)

Request = protocol.message("RunFunctionRequest")
Response = protocol.message("RunFunctionResponse")
BUILD = pathlib.Path(os.environ.get("LUXR_BUILD", ROOT / "build"))
SHARED = pathlib.Path(os.environ.get("LUXR_SHARED", ROOT / ".." / "shared"))

OK, CANCELLED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED = 0, 1, 3, 4, 8
FATAL, WARNING, NORMAL = 1, 2, 3
INPUT = {"apiVersion": "luxr.fn.crossplane.io/v1beta1", "kind": "Input"}


class Once:
    """One process of the service; it ends with the block."""

    def __init__(self, *arguments, log=None):
        self.process = subprocess.Popen(
            [BUILD / "unit" / "function-once", *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log or subprocess.DEVNULL)
        self.open = len(self.process.stdout.read(5)) == 5

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.code = self.process.wait()
        assert self.code == 0 or not self.open, f"ended with {self.code}"

    def _send(self, command, data=b""):
        self.process.stdin.write(command + struct.pack(">I", len(data)) + data)
        self.process.stdin.flush()

    def _answer(self):
        status, length = struct.unpack(">BI", self.process.stdout.read(5))
        return status, self.process.stdout.read(length)

    def raw(self, data):
        """Status and bytes for the bytes of a request."""
        self._send(b"R", data)
        return self._answer()

    def call(self, request):
        """The response to a request, or (status, sentence) when there is none."""
        status, data = self.raw(request.SerializeToString())
        if status != OK:
            return status, data.decode()
        return Response.FromString(data)

    def metrics(self):
        self._send(b"M")
        return self._answer()[1].decode()

    def reload(self):
        self._send(b"L")
        self._answer()

    def deadline(self, milliseconds):
        self._send(b"D", str(milliseconds).encode())

    def stop_after(self, questions):
        self._send(b"S", str(questions).encode())


def to_struct(value, struct=None):
    struct = struct_pb2.Struct() if struct is None else struct
    return json_format.ParseDict(value, struct)


def to_python(struct):
    """Integral numbers as integers, as every reader of a Struct takes them."""
    def fix(value):
        if isinstance(value, dict):
            return {key: fix(item) for key, item in value.items()}
        if isinstance(value, list):
            return [fix(item) for item in value]
        return int(value) if isinstance(value, float) and value.is_integer() else value
    return fix(json_format.MessageToDict(struct))


def load(path):
    return yaml.safe_load(pathlib.Path(path).read_text(encoding="utf-8"))


def request(xr, input=None, observed=None, tag="a tag"):
    """A request for an XR, given as a value; `observed` are objects by name."""
    made = Request()
    made.meta.tag = tag
    if xr is not None:
        to_struct(xr, made.observed.composite.resource)
    if input is not None:
        to_struct({**INPUT, **input} if "kind" not in input else input, made.input)
    for name, item in (observed or {}).items():
        to_struct(item, made.observed.resources[name].resource)
    return made


def fatal(response):
    """The message of a response that is one fatal result, else None."""
    if isinstance(response, tuple) or [r.severity for r in response.results] != [FATAL]:
        return None
    return response.results[0].message
