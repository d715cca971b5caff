#!/usr/bin/python3
"""A composition function on grpc.aio: usage: server.py PORT"""
import asyncio
import pathlib
import sys

import grpc
from google.protobuf import json_format

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests" / "interop"))
import protocol  # noqa: E402
from manifests import objects  # noqa: E402

Request, Response = protocol.message("RunFunctionRequest"), protocol.message("RunFunctionResponse")


async def run_function(request, _context):
    response = Response()
    response.meta.tag = request.meta.tag
    response.meta.ttl.seconds = 60
    response.desired.CopyFrom(request.desired)
    if request.HasField("context"):
        response.context.CopyFrom(request.context)
    made = objects(json_format.MessageToDict(request.observed.composite.resource))
    for name, value in made.items():
        response.desired.resources[name].resource.update(value)
    return response


async def main():
    server = grpc.aio.server()
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(protocol.SERVICE, {
        "RunFunction": grpc.unary_unary_rpc_method_handler(
            run_function, Request.FromString, Response.SerializeToString)})])
    server.add_insecure_port(f"127.0.0.1:{sys.argv[1]}")
    await server.start()
    await server.wait_for_termination()


asyncio.run(main())
