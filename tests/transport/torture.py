"""Each allocation of the transport fails in turn: the server refuses to start or
serves, no call waits for ever, the next connection is served, and the end is clean.
    torture.py [EVERY]   every EVERY-th allocation only"""
import http.client
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from peer import Echo, equal  # noqa: E402
from raw import Closed, Raw, WindowUpdateFrame, framed, headers  # noqa: E402

EVERY = int(sys.argv[1]) if len(sys.argv) > 1 else 1
REFLECTION = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
HEALTH = "/grpc.health.v1.Health/Check"


class Failing(Echo):
    def __init__(self, nth):
        super().__init__("--workers", "1")
        self.options["env"]["LUXR_TEST_FAIL"] = str(nth)


def calls(server):
    """Statuses of some calls of each kind; all must be answered, or the connection end."""
    try:
        with Raw(server, settings={4: 1 << 24}) as raw:
            raw.send(WindowUpdateFrame(0, window_increment=1 << 24))
            return statuses_of(raw)
    except (BrokenPipeError, ConnectionResetError):
        return ["closed"]


def statuses_of(raw):
    statuses = []
    try:
        for message, fields in ((b"x" * 5000, None), (b"test:fail 5 no", None),
                                (b"test:size 100000", None), (b"", headers(HEALTH)),
                                (b"\x22\x16google.protobuf.Struct", headers(REFLECTION)),
                                (b"x", headers("/no/method")),
                                (b"x", headers(grpc_timeout="10S"))):
            answer, data = raw.answer(raw.request(message, fields))
            statuses.append(answer.get("grpc-status", "reset"))
            if statuses[-1] == "0" and fields is None and message[:5] == b"xxxxx":
                equal(data, framed(message))
    except (Closed, BrokenPipeError, ConnectionResetError):
        statuses.append("closed")
    return statuses


GOOD = ["0", "5", "0", "0", "0", "12", "0"]


def one(nth):
    """True when the allocation never came."""
    server = Failing(nth)
    try:
        server.__enter__()
    except RuntimeError:
        code = server.process.wait(60)
        assert code in (69, 1), (code, server.lines[-3:])
        return False
    first, second = calls(server), calls(server)
    try:
        server.get("/healthz")
    except (http.client.HTTPException, ConnectionError):  # it was this one's turn
        equal(server.get("/healthz")[0], 200)
    third = calls(server)
    equal(server.stop(), 0)
    assert GOOD in (second, third), (first, second, third)
    return first == second == third == GOOD


def main():
    passed = failed = quiet = nth = 0
    while quiet < 3:  # behind the last allocation that the calls make, nothing changes
        try:
            quiet = quiet + 1 if one(nth) and nth > 400 else 0
            passed += 1
        except Exception as problem:
            failed += 1
            print(f"allocation {nth}: {type(problem).__name__}: {problem}"[:2000])
        nth += EVERY
        if failed > 10 or nth > 3000:
            break
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
