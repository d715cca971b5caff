"""The function itself under load, for builds with sanitizers: good calls, failing, over a limit and
cancelled ones, on many connections, while files are read again and certificates change; then
SIGTERM. No call may be lost, and the program must end as if nothing had been.
    load.py [ROUNDS]"""
import pathlib
import shutil
import signal
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import yaml  # noqa: E402
from google.protobuf import json_format  # noqa: E402

from peer import BUILD, Server, equal  # noqa: E402
import protocol  # noqa: E402  (of tests/interop, which peer puts on the path)
import tls_files  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
STOP = """return { name = "extra", check = function(xr, ctx)
  if xr.metadata.labels and xr.metadata.labels.loop then while true do end end
end }
"""
Request, Response = (protocol.message(f"RunFunction{kind}") for kind in ("Request", "Response"))


class Function(Server):
    def __init__(self, place, overlay):
        super().__init__("--overlay", str(overlay), "--workers", "3",
                         command=(BUILD / "luxr-function",), where=tls_files.where(place))


def request(tag, change):
    xr = yaml.safe_load((ROOT / "examples/llama-3.yaml").read_text(encoding="utf-8"))
    change(xr)
    message = Request()
    json_format.ParseDict({"meta": {"tag": tag}, "observed": {"composite": {"resource": xr}}},
                          message)
    return message.SerializeToString()


def label(xr):
    xr["metadata"]["labels"] = {"loop": "yes"}


# The name of a kind of call: its request, and whether it renders.
CALLS = {"good": (request("good", lambda xr: None), True),
         "bad": (request("bad", lambda xr: xr["spec"].update(model=7)), False),
         "loop": (request("loop", label), False)}


def check(name, answer):
    response = Response.FromString(answer)
    equal(response.meta.tag, name)
    fatal = [result.message for result in response.results if result.severity == 1]
    equal((name, not fatal, bool(response.desired.resources)),
          (name, CALLS[name][1], CALLS[name][1]))


def round_of_calls(clients, count):
    """Futures by their names; every tenth is cancelled at once.

    Those have a connection of their own, the last: grpcio may end a call by RST_STREAM before it
    sent the call's HEADERS, and HTTP/2 ends a connection for that (RFC 9113, 6.4)."""
    *clients, quitter = clients
    calls = []
    for n in range(count):
        name = "loop" if n % 25 == 7 else "bad" if n % 5 == 3 else "good"
        if n % 10 == 9:
            quitter.future(CALLS[name][0]).cancel()
        else:
            calls.append((name, clients[n % len(clients)].future(CALLS[name][0])))
    return calls


def load(server, place, overlay):
    for number in range(ROUNDS):
        clients = [tls_files.client(server) for _ in range(5)]
        calls = round_of_calls(clients, 100)
        (overlay / "policies/extra.lua").write_text(STOP + f"-- {number}\n", encoding="utf-8")
        tls_files.generation(place, f"g{number}", ("renewed", "server")[number % 2])
        server.process.send_signal(signal.SIGHUP)
        for name, call in calls:
            check(name, call.result())
        calls = round_of_calls(clients, 100)
        if number == ROUNDS - 1:
            equal([call.code().name for _, call in calls if call.result() is None], [])
            equal(server.stop(), 0)
        for name, call in calls:
            check(name, call.result())
        for client in clients:
            client.channel.close()


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="luxr-load-"))
    overlay = work / "overlay"
    (overlay / "policies").mkdir(parents=True)
    (overlay / "policies/extra.lua").write_text(STOP, encoding="utf-8")
    place = tls_files.directory()
    server = Function(place, overlay)
    try:
        with server:
            load(server, place, overlay)
        print("1 passed, 0 failed")
    except Exception as problem:
        print("".join(server.lines[-60:]))
        print(f"{type(problem).__name__}: {problem}")
        print("0 passed, 1 failed")
        return 1
    finally:
        shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
