"""The metrics' own port, with clients of HTTP/1.1 good and bad."""
import shutil
import socket
import subprocess

from peer import Client, Echo, equal


def ask(server, words, count=1):
    """What comes back for raw bytes."""
    host, port = server.metrics.rsplit(":", 1)
    with socket.create_connection((host, int(port)), 60) as connection:
        for word in [words] if isinstance(words, bytes) else words:
            connection.sendall(word)
        answer = b""
        while more := connection.recv(65536):
            answer += more
        return answer.decode()


def test_paths():
    with Echo() as server:
        equal(server.get("/healthz"), (200, "ok\n"))
        equal(server.get("/readyz"), (200, "ok\n"))
        equal(server.get("/readyz?verbose"), (200, "ok\n"))
        equal(server.get("/"), (404, "there are /metrics, /healthz and /readyz\n"))
        status, text = server.get("/metrics")
        equal(status, 200)
        assert "\necho_calls 0\n" in text and text.endswith("\n")


def test_text_is_what_a_scraper_reads():
    with Echo() as server, Client(server) as client:
        client.call(b"x")
        client.failure(b"test:fail 3 no")
        text = server.get()[1]
        seen = set()
        for line in text.splitlines():
            name = line.split("{")[0].split(" ")[0]
            if line.startswith("# TYPE"):
                kind = line.split(" ")[2]
                assert kind not in seen, kind
                seen.add(kind)
            elif not line.startswith("#"):
                float(line.rsplit(" ", 1)[1])
                base = name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count")
                assert base in seen or name in seen or name.startswith("echo_"), name
        run = ('grpc_method="RunFunction",grpc_service="apiextensions.fn.proto.v1.'
               'FunctionRunnerService",grpc_type="unary"')
        equal(server.metric(f"grpc_server_started_total{{{run}}}"), 2)
        equal(server.metric(f'grpc_server_handled_total{{grpc_code="OK",{run}}}'), 1)
        equal(server.metric(f'grpc_server_handled_total{{grpc_code="InvalidArgument",{run}}}'), 1)
        equal(server.metric("luxr_function_call_seconds_count"), 2)
        assert server.metric("process_resident_memory_bytes") > 1000000
        assert server.metric("luxr_function_peak_memory_bytes") > 1000000


def test_a_linter_has_nothing_to_say():
    if not shutil.which("promtool"):
        print("skipped: promtool (package prometheus) is not installed")
        return
    with Echo() as server, Client(server) as client:
        client.call(b"x")
        text = "\n".join(line for line in server.get()[1].splitlines() if "echo_" not in line)
        done = subprocess.run(["promtool", "check", "metrics"], input=text + "\n", text=True,
                              capture_output=True, check=False)
        equal((done.returncode, done.stdout, done.stderr), (0, "", ""))


def test_bad_requests():
    with Echo() as server:
        for words, status in ((b"POST /metrics HTTP/1.1\r\n\r\n", "405"),
                              (b"GET\r\n\r\n", "400"), (b"GET /metrics\r\n\r\n", "400"),
                              (b"\0\1\2\r\n\r\n", "400"), (b"PRI * HTTP/2.0\r\n\r\n", "400"),
                              (b"GET  HTTP/1.1\r\n\r\n", "404")):
            answer = ask(server, words)
            assert answer.startswith(f"HTTP/1.1 {status} "), answer
        equal(ask(server, b"x" * 8192), "")
        head = ask(server, b"HEAD /healthz HTTP/1.1\r\n\r\n")
        assert head.startswith("HTTP/1.1 200") and head.endswith("\r\n\r\n"), head


def test_a_request_in_pieces():
    with Echo() as server:
        answer = ask(server, [b"GET /hea", b"lthz HTT", b"P/1.1\r\nHost: x\r\n", b"\r\n"])
        assert answer.endswith("ok\n"), answer


def test_slow_clients_hold_nobody_up():
    with Echo() as server, Client(server) as client:
        host, port = server.metrics.rsplit(":", 1)
        slow = [socket.create_connection((host, int(port)), 60) for _ in range(15)]
        for one in slow:
            one.sendall(b"GET /metr")
        equal(client.call(b"x"), b"x")
        equal(server.get("/healthz")[0], 200)
        for one in slow:
            one.close()
        equal(server.get("/healthz")[0], 200)
        server.end()


def test_it_ends_with_clients_connected():
    with Echo() as server:
        host, port = server.metrics.rsplit(":", 1)
        with socket.create_connection((host, int(port)), 60) as one:
            one.sendall(b"GET /metr")
            equal(server.get("/healthz")[0], 200)
            server.end()
