"""What the program says before it serves."""
import os
import socket
import subprocess

from peer import BUILD, Client, Echo, equal

PROGRAM = BUILD / "luxr-function-echo"
NO_CERTIFICATES = ("luxr serve: there are no certificates: say --tls-certs-dir DIR (or "
                   "TLS_SERVER_CERTS_DIR) with tls.crt, tls.key and ca.crt, or --insecure to serve "
                   "without TLS\n")


def run(*arguments, **environment):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "TLS_SERVER_CERTS_DIR": "", **environment},
                          check=False)
    return done.returncode, done.stdout, done.stderr


def test_no_certificates():
    equal(run(), (64, "", NO_CERTIFICATES))
    equal(run("--tls-certs-dir", ""), (64, "", NO_CERTIFICATES))
    equal(run("--insecure=false"), (64, "", NO_CERTIFICATES))


def test_help_fits_a_screen():
    for flag in ("--help", "-h"):
        code, text, problems = run(flag)
        equal((code, problems), (0, ""))
        lines = text.splitlines()
        assert len(lines) <= 23 and max(map(len, lines)) <= 79
        for word in ("Example:", "--version", "--address", "--tls-certs-dir", "--insecure", "--ttl", "--queue"):
            assert word in text


def test_version():
    code, text, _ = run("--version")
    assert code == 0 and text.startswith("luxr-function ")


def test_sentences():
    for arguments, sentence in (
            (["--nothing"], "there is no option '--nothing': see --help"),
            (["serve"], "there is no option 'serve': see --help"),
            (["-x"], "there is no option '-x': see --help"),
            (["--address"], "--address needs a value"),
            (["--insecure=maybe"], "--insecure is on or off: it takes true, false or nothing"),
            (["--workers", "0"], "--workers is a number from 1 to 1024, not '0'"),
            (["--workers=x"], "--workers is a number from 1 to 1024, not 'x'"),
            (["--queue", "-1"], "--queue is a number from 1 to 1000000, not '-1'"),
            (["--max-recv-message-size", "99999"],
             "--max-recv-message-size is a number from 1 to 1024, not '99999'"),
            (["--ttl", "soon"], "--ttl is a duration such as 60s or 1m30s, not 'soon'")):
        equal(run(*arguments), (64, "", f"luxr serve: {sentence}\n"))


def test_addresses():
    for address, reason in (("9443", "'9443' is no address: host:port, :port or [::1]:port"),
                            ("", "'' is no address: host:port, :port or [::1]:port"),
                            ("x:", "'x:' is no address: host:port, :port or [::1]:port"),
                            (":99999", "':99999' is no address: host:port, :port or [::1]:port"),
                            ("::1:1", "'::1:1' is no address: host:port, :port or [::1]:port"),
                            ("1.2.3.4.5:1", "1.2.3.4.5: ")):
        code, out, log = run("--insecure", "--metrics-address=127.0.0.1:0", "--address", address)
        assert code == 69 and out == "" and '"msg":"cannot listen"' in log, log
        assert reason in log, log
    code, _, log = run("--insecure", "--metrics-address=", "--network", "udp")
    assert code == 69 and "'udp' is no network: tcp, tcp4 or tcp6" in log, log


def test_a_port_that_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        code, _, log = run("--insecure", "--metrics-address=", "--address", address)
        assert code == 69 and "address already in use" in log and address in log, log
        code, _, log = run("--insecure", "--address=127.0.0.1:0", "--metrics-address", address)
        assert code == 69 and '"msg":"cannot serve metrics"' in log, log


def test_certificates_that_are_not_there():
    code, _, log = run("--address=127.0.0.1:0", "--metrics-address=127.0.0.1:0",
                       TLS_SERVER_CERTS_DIR="/nowhere")
    assert code == 69 and '"msg":"certificates refused"' in log and "/nowhere" in log, log


def test_all_addresses_of_the_machine():
    for where, networks in ((":0", ["127.0.0.1", "[::1]"]), ("localhost:0", ["127.0.0.1"])):
        with Echo(where=("--insecure", "--address", where, "--metrics-address=:0")) as server:
            port = server.address.rsplit(":", 1)[1]
            for host in networks[:1 if not socket.has_ipv6 else None]:
                server.addresses["grpc"] = f"{host}:{port}"
                with Client(server) as client:
                    equal(client.call(b"x"), b"x")


def test_booleans_in_the_sdks_ways():
    with Echo("--insecure=true", "-d", where=("--address=127.0.0.1:0",
                                              "--metrics-address=127.0.0.1:0")) as server:
        with Client(server) as client:
            equal(client.call(b"x"), b"x")
        server.end()
