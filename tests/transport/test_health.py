"""grpc.health.v1, as a prober sees it; google.protobuf reads the answers."""
import signal

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from peer import Client, Echo, bytes_method, equal

CHECK, WATCH = "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"
SERVING, NOT_SERVING, UNKNOWN = 1, 2, 3
SERVICES = ("", "apiextensions.fn.proto.v1.FunctionRunnerService", "grpc.health.v1.Health",
            "apiextensions.fn.proto.v1beta1.FunctionRunnerService")


def messages():
    file = descriptor_pb2.FileDescriptorProto(name="h.proto", package="h", syntax="proto3")
    field = descriptor_pb2.FieldDescriptorProto
    for name, kind, of in (("service", field.TYPE_STRING, "Asked"),
                           ("status", field.TYPE_INT32, "Told")):
        file.message_type.add(name=of).field.add(name=name, number=1, type=kind,
                                                 label=field.LABEL_OPTIONAL)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    factory = message_factory.MessageFactory(pool)
    return [factory.GetPrototype(pool.FindMessageTypeByName(f"h.{name}"))
            for name in ("Asked", "Told")]


Asked, Told = messages()


def asked(service):
    return Asked(service=service).SerializeToString()


def test_check():
    with Echo() as server, Client(server) as client:
        for service in SERVICES:
            told = Told.FromString(client.call(asked(service), CHECK))
            equal(told.status, SERVING)
        for service in ("nobody", "apiextensions.fn.proto.v1", "x" * 1000):
            equal(client.failure(asked(service), CHECK), ("NOT_FOUND", "there is no such service"))
        equal(client.failure(b"\x0a\xff", CHECK)[0], "INVALID_ARGUMENT")
        equal(Told.FromString(client.call(asked("") + b"\x12\x01x", CHECK)).status, SERVING)


def test_watch_tells_the_end():
    with Echo("--workers", "1") as server, Client(server) as client:
        watch = bytes_method(client.channel, WATCH, "unary_stream")(asked(""), timeout=60)
        equal(Told.FromString(next(watch)).status, SERVING)
        running = client.future(b"test:hold")
        server.wait_for("held")
        server.process.terminate()
        equal(Told.FromString(next(watch)).status, NOT_SERVING)
        equal((watch.code(), watch.details()), (grpc.StatusCode.UNAVAILABLE, "the server ends"))
        server.process.send_signal(signal.SIGUSR2)
        equal(running.result(), b"released")
        equal(server.process.wait(60), 0)


def test_watch_of_what_does_not_exist():
    with Echo() as server, Client(server) as client:
        watch = bytes_method(client.channel, WATCH, "unary_stream")(asked("nobody"), timeout=60)
        equal(Told.FromString(next(watch)).status, UNKNOWN)
        watch.cancel()
        server.wait_until("luxr_function_streams", 0)


def test_health_needs_no_worker():
    with Echo("--workers", "1", "--queue", "1") as server, Client(server) as client:
        running = client.future(b"test:hold")
        server.wait_for("held")
        waiting = client.future(b"x")
        server.wait_until("luxr_function_queue_depth", 1)
        equal(Told.FromString(client.call(asked(""), CHECK)).status, SERVING)
        server.process.send_signal(signal.SIGUSR2)
        equal((running.result(), waiting.result()), (b"released", b"x"))
