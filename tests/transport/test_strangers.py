"""nghttp and h2load, which share neither our code nor grpcio's."""
import re
import shutil
import subprocess
import tempfile

import tls_files
from peer import RUN, Echo, equal
from raw import framed

HEADERS = ("-H", "content-type: application/grpc", "-H", "te: trailers")
OK = ('grpc_server_handled_total{grpc_code="OK",grpc_method="RunFunction",grpc_service='
      '"apiextensions.fn.proto.v1.FunctionRunnerService",grpc_type="unary"}')


def missing():
    if shutil.which("nghttp") and shutil.which("h2load"):
        return False
    print("skipped: nghttp and h2load (package nghttp2-client) are not installed")
    return True


def run(program, server, message, *arguments, scheme="http"):
    with tempfile.NamedTemporaryFile() as body:
        body.write(framed(message))
        body.flush()
        done = subprocess.run([program, *arguments, *HEADERS, "-d", body.name,
                               f"{scheme}://{server.address}{RUN}"], cwd=tls_files.PLACE,
                              capture_output=True, timeout=280, check=False)
        return (done.stdout + done.stderr).decode(errors="replace")


def test_nghttp_sees_the_frames_of_an_answer():
    if missing():
        return
    with Echo() as server:
        said = run("nghttp", server, b"test:fail 5 so it is", "-v")
        for word in (":status: 200", "content-type: application/grpc", "grpc-status: 5",
                     "grpc-message: so it is", "MAX_CONCURRENT_STREAMS(0x03):128",
                     "MAX_HEADER_LIST_SIZE(0x06):16384"):
            assert word in said, (word, said)
        said = run("nghttp", server, b"hello", "-v")
        assert "grpc-status: 0" in said and "hello" in said, said
        assert said.index("recv DATA") < said.index("grpc-status: 0"), said
        server.end()


def test_nghttp_over_tls():
    if missing():
        return
    with Echo(where=tls_files.where(tls_files.directory())) as server:
        said = run("nghttp", server, b"hello", "-v", "--cert=client.crt", "--key=client.key",
                   scheme="https")
        assert "The negotiated protocol: h2" in said and "grpc-status: 0" in said, said
        said = run("nghttp", server, b"hello", "-v", scheme="https")
        assert "grpc-status" not in said, said


def load(server, message, count, *arguments):
    """All are answered, and with status 0."""
    before = server.metric(OK)
    said = run("h2load", server, message, "-n", str(count), *arguments)
    found = re.search(r"(\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout", said)
    assert found, said
    equal(found.groups(), (str(count), "0", "0", "0"))
    equal(server.metric(OK) - before, count)


def test_load_of_many_shapes():
    if missing():
        return
    with Echo() as server:
        load(server, b"x" * 700, 5000, "-c", "1", "-m", "1")
        load(server, b"x" * 700, 20000, "-c", "4", "-m", "32")
        load(server, b"x" * 43000, 2000, "-c", "2", "-m", "16")
        load(server, b"x" * 43000, 500, "-c", "2", "-m", "16", "-w", "16", "-W", "16")
        load(server, b"x" * 4000000, 20, "-c", "2", "-m", "2")
        load(server, b"", 2000, "-c", "100", "-m", "1")
        equal(server.metric("luxr_function_message_bytes"), 0)
        server.end()


def resident(server):
    """Bytes; None where a sanitizer keeps what is freed."""
    maps = open(f"/proc/{server.process.pid}/maps", encoding="utf-8").read()
    if "libasan" in maps or "libtsan" in maps:
        return None
    return server.metric("process_resident_memory_bytes")


def mixed(server, count):
    for message in (b"x" * 700, b"test:fail 3 no", b"test:size 60000", b"x" * 43000):
        run("h2load", server, message, "-n", str(count // 4), "-c", "8", "-m", "16")


def test_memory_and_files_are_flat():
    if missing():
        return
    with Echo(limits="quiet_ms=1") as server:
        mixed(server, 1000)
        files, before = server.metric("process_open_fds"), resident(server)
        mixed(server, 100000)
        equal(server.metric("process_open_fds"), files)
        # A burst leaves some behind, which is given back when it is over.
        while before is not None and resident(server) - before > 1 << 20:
            pass
        server.end()
