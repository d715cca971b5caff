"""The server itself, by grpcio: it notices what changes in its directories, and loses no call."""
import json
import shutil
import threading
import time

import once
from checks import Skip
from once import Response, request
from test_record import messages
from test_reload import OVERLAY, Place, configmap
from test_request import PROBE, xr

try:
    import grpc
    from serving import Server
except ImportError:
    grpc = None


class Client:
    """One connection to a server."""

    def __init__(self, server):
        self.channel = grpc.insecure_channel(server.address)
        self.run = self.channel.unary_unary(
            f"/{once.protocol.SERVICE}/RunFunction",
            request_serializer=lambda made: made.SerializeToString(),
            response_deserializer=Response.FromString)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.channel.close()

    def by(self, sent=None):
        got = self.run(request(xr(), sent), timeout=30)
        assert once.fatal(got) is None, got
        data = got.desired.resources["first"].resource["data"]
        return data["by"] if "by" in data else None


def need_grpc():
    if grpc is None:
        raise Skip("there is no python3-grpcio")


def wait_until(holds):
    """Asks again and again; a minute is far more than it takes."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "nothing happened"


def test_notices_changes_by_itself():
    need_grpc()
    with Place() as place:
        configmap(place, "company", 1, {"resources/first.lua": OVERLAY % "one"})
        with Server(*map(str, PROBE), "--overlay", str(place.path / "company")) as server, \
                Client(server) as client:
            assert client.by() == "one"
            configmap(place, "company", 2, {"resources/first.lua": OVERLAY % "two"})
            wait_until(lambda: client.by() == "two")
            configmap(place, "company", 3, {"resources/first.lua": "return {"})
            wait_until(lambda: any("the last good state" in line for line in server.lines))
            assert client.by() == "two"
            configmap(place, "company", 4, {"resources/first.lua": OVERLAY % "four"})
            wait_until(lambda: client.by() == "four")
            assert server.stop() == 0


def test_loses_no_call_while_directories_change():
    need_grpc()
    with Place() as place:
        place.write("a/resources/first.lua", OVERLAY % "0")
        seen, errors, stop = set(), [], threading.Event()

        def call(server):
            with Client(server) as client:
                while not stop.is_set():
                    try:
                        seen.add(client.by({"overlays": ["a"]}))
                    except Exception as error:  # any of them fails the test
                        errors.append(error)
                        return

        with Server(*map(str, PROBE), "--overlays-dir", str(place.path)) as server:
            threads = [threading.Thread(target=call, args=(server,)) for _ in range(4)]
            for thread in threads:
                thread.start()
            for i in range(1, 6):
                fresh = place.path / ".fresh"
                shutil.copytree(place.path / "a", fresh)
                place.write(".fresh/resources/first.lua", OVERLAY % str(i))
                (fresh / "resources/first.lua").rename(place.path / "a/resources/first.lua")
                shutil.rmtree(fresh)
                wait_until(lambda: str(i) in seen or errors)
            stop.set()
            for thread in threads:
                thread.join()
            assert not errors, errors
            assert server.stop() == 0
        assert seen == {str(i) for i in range(6)}


def test_records_what_it_is_asked():
    need_grpc()
    with Place() as place:
        with Server(*map(str, PROBE), "--record", str(place.path)) as server, \
                Client(server) as client:
            client.by()
            wait_until(lambda: list(place.path.glob("*.json")))
            assert server.stop() == 0
        kept = json.loads((place.path / "call-000.json").read_text())
    assert messages(kept)[0] == request(xr())
