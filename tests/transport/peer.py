"""The echo server under test, and clients that share none of its code."""
import http.client
import json
import os
import pathlib
import queue
import sys

os.environ["GRPC_VERBOSITY"] = "NONE"  # what it says of refusals is expected

import grpc  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "interop"))
from serving import BUILD, FREE, Server  # noqa: E402

RUN = "/apiextensions.fn.proto.v1.FunctionRunnerService/RunFunction"
RUN_BETA = "/apiextensions.fn.proto.v1beta1.FunctionRunnerService/RunFunction"
MANY = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
PATIENCE = 60  # seconds, after which a test is broken; none takes as long


class Echo(Server):
    """with Echo("--workers", "1", limits="stall_ms=100") as server: ..."""

    def __init__(self, *arguments, limits="", where=FREE, **options):
        environment = {**os.environ, "LUXR_TEST_LIMITS": limits, "TLS_SERVER_CERTS_DIR": ""}
        self.said = queue.Queue()
        super().__init__(*arguments, command=(BUILD / "luxr-function-echo",), where=where,
                         env=environment, **options)

    def _look(self, line):
        super()._look(line)
        try:
            self.said.put(json.loads(line))
        except ValueError:
            pass

    def wait_for(self, message):
        """The next line of the log with this message."""
        while True:
            line = self.said.get(timeout=PATIENCE)
            if line["msg"] == message:
                return line

    def get(self, path="/metrics"):
        host, port = self.metrics.rsplit(":", 1)
        connection = http.client.HTTPConnection(host, int(port), timeout=PATIENCE)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body

    def metric(self, name):
        for line in self.get()[1].splitlines():
            if line.rsplit(" ", 1)[0] == name:
                return float(line.rsplit(" ", 1)[1])
        raise KeyError(name)

    def wait_until(self, name, value):
        """Asks until a metric has the value: the server answers each time, so this is no sleep."""
        for _ in range(100000):
            if self.metric(name) == value:
                return
        raise AssertionError(f"{name} is {self.metric(name)}, not {value}")

    def end(self):
        """SIGTERM; what it logged must end as it should."""
        code = self.stop()
        assert code == 0, (code, "".join(self.lines[-20:]))


def bytes_method(channel, path, kind="unary_unary"):
    same = bytes
    return getattr(channel, kind)(path, request_serializer=same, response_deserializer=same)


class Client:
    """One connection of grpcio."""

    def __init__(self, server, credentials=None, options=()):
        # Each its own connection: grpcio shares them between channels otherwise.
        options = [*MANY, ("grpc.use_local_subchannel_pool", 1), *options]
        self.channel = (grpc.secure_channel(server.address, credentials, options)
                        if credentials else grpc.insecure_channel(server.address, options))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.channel.close()

    def call(self, message, path=RUN, timeout=PATIENCE, **options):
        return bytes_method(self.channel, path)(message, timeout=timeout, **options)

    def future(self, message, path=RUN, timeout=PATIENCE, **options):
        return bytes_method(self.channel, path).future(message, timeout=timeout, **options)

    def failure(self, message, path=RUN, timeout=PATIENCE, **options):
        """The name of the code, and the sentence."""
        try:
            answer = self.call(message, path, timeout, **options)
        except grpc.RpcError as error:
            return error.code().name, error.details()
        raise AssertionError(f"answered with {answer[:40]}")


def equal(seen, wanted):
    assert seen == wanted, f"{seen!r}, not {wanted!r}"
