"""`luxr composition render` and `crossplane composition render`, on cases made by chance.

    usage: by_chance.py TOOLS [CASES [FIRST]]

The function that the official command calls answers what its input says; `composition-echo`
answers the same. What they print must be equal, the results as a set, and so must be how they
end. Cases are numbered: the same number is the same case, whoever runs it."""

import pathlib
import subprocess
import sys
import tempfile
from concurrent import futures

import grpc
from google.protobuf import json_format

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "interop"), str(HERE.parent / "oracle")]
import protocol  # noqa: E402
from cases import LUXR, Tally  # noqa: E402
from chance import Chance  # noqa: E402

TOOLS = pathlib.Path(sys.argv[1])
ECHO = LUXR.parent / "unit" / "composition-echo"
CASES = int(sys.argv[2]) if len(sys.argv) > 2 else 40
FIRST = int(sys.argv[3]) if len(sys.argv) > 3 else 0


# ---- the function ---------------------------------------------------------------------------

def merge(under, over):
    for name, value in over.items():
        if isinstance(value, dict) and isinstance(under.get(name), dict):
            merge(under[name], value)
        else:
            under[name] = value


def answer(request, _):
    """What the input's parameters say, over what came with the request."""
    given = protocol.message("RunFunctionResponse")()
    parameters = json_format.MessageToDict(request.input).get("parameters") or {}
    json_format.ParseDict(parameters.get("response") or {}, given)
    response = protocol.message("RunFunctionResponse")()
    response.desired.CopyFrom(request.desired)
    for name, resource in given.desired.resources.items():
        response.desired.resources[name].CopyFrom(resource)
    if given.desired.HasField("composite"):
        under = json_format.MessageToDict(request.desired.composite.resource)
        merge(under, json_format.MessageToDict(given.desired.composite.resource))
        response.desired.composite.MergeFrom(given.desired.composite)
        response.desired.composite.resource.Clear()
        response.desired.composite.resource.update(under)
    context = json_format.MessageToDict(request.context)
    context.update(json_format.MessageToDict(given.context))
    response.context.SetInParent()  # an empty one is not none
    response.context.update(context)
    response.results.MergeFrom(given.results)
    response.conditions.MergeFrom(given.conditions)
    if given.HasField("requirements"):
        response.requirements.CopyFrom(given.requirements)
    response.meta.tag = request.meta.tag
    return response


def serve():
    """The server, and the port of the loopback that it has."""
    method = grpc.unary_unary_rpc_method_handler(
        answer, request_deserializer=protocol.message("RunFunctionRequest").FromString,
        response_serializer=lambda response: response.SerializeToString())
    server = grpc.server(futures.ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(
        protocol.SERVICE, {"RunFunction": method})])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


# ---- a case ---------------------------------------------------------------------------------

FUNCTIONS = """apiVersion: pkg.crossplane.io/v1
kind: Function
metadata:
  name: function-luxr
  annotations:
    render.crossplane.io/runtime: Development
    render.crossplane.io/runtime-development-target: 127.0.0.1:%d
spec:
  package: registry.example.com/function-luxr:v0
"""


def parts(text):
    """The documents in their order; the results, whose order is not theirs, sorted behind."""
    documents = text.split("---\n")[1:]
    results = [one for one in documents if "\nkind: Result\n" in one]
    return [one for one in documents if one not in results], sorted(results)


def run(folder, program, arguments, *more):
    return subprocess.run([program, "composition", "render", *arguments, *more], cwd=folder,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def same(number, port):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        arguments = Chance(number).case(folder)
        (folder / "functions.yaml").write_text(FUNCTIONS % port)
        theirs = run(folder, TOOLS / "crossplane", arguments,
                     f"--crossplane-binary={TOOLS / 'crossplane-core'}")
        ours = run(folder, ECHO, arguments)
    if theirs.returncode != ours.returncode:
        yield (f"{arguments} end with {theirs.returncode} and {ours.returncode}:\n"
               f"{theirs.stderr}{ours.stderr}")
    elif parts(theirs.stdout) != parts(ours.stdout):
        yield f"{arguments} print\n{theirs.stdout}\nand\n{ours.stdout}"


def main():
    tally = Tally()
    server, port = serve()
    for number in range(FIRST, FIRST + CASES):
        tally.test(f"case {number}", same, number, port)
    server.stop(None)
    return tally.done()


if __name__ == "__main__":
    sys.exit(main())
