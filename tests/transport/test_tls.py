"""TLS, as openssl and grpcio see it."""
import subprocess

import tls_files
from tls_files import PLACE, client, directory, where
from peer import Client, Echo, equal
from raw import Raw

FAILURES = 'luxr_function_handshake_failures_total{reason="%s"}'


def connect(server, *arguments):
    """What `openssl s_client` says after a handshake and an attempt to read."""
    done = subprocess.run(
        ["openssl", "s_client", "-connect", server.address, "-ign_eof", *arguments], cwd=PLACE,
        input=b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0" b"\0\0\0\7\0\0\0\0\0",
        capture_output=True, timeout=60, check=False)
    return (done.stdout + done.stderr).decode(errors="replace")


IDENTITY = ("-CAfile", "root.crt", "-cert", "client.crt", "-key", "client.key")
GOOD = (*IDENTITY, "-alpn", "h2")


def test_calls_over_tls():
    with Echo(where=where(directory())) as server, client(server) as peer:
        equal(peer.call(b"hello"), b"hello")
        big = bytes(range(256)) * 16384
        equal(peer.call(big), big)
        calls = [peer.future(b"%d" % n * 100) for n in range(100)]
        for n, call in enumerate(calls):
            equal(call.result(), b"%d" % n * 100)
        server.end()


def test_other_keys_and_uses_that_are_allowed():
    with Echo(where=where(directory())) as server:
        for name in ("curve", "any-usage"):
            with client(server, name) as peer:
                equal(peer.call(b"x"), b"x")


def test_the_protocol_is_chosen():
    with Echo(where=where(directory())) as server:
        for version in ("-tls1_2", "-tls1_3"):
            said = connect(server, *GOOD, version)
            assert "ALPN protocol: h2" in said and "Verification: OK" in said, said
        assert "ALPN protocol: h2" in connect(server, *IDENTITY, "-alpn", "http/1.1,h2")


def refused(reason, word, *arguments, place=None):
    with Echo(where=where(place or directory())) as server:
        said = connect(server, *arguments)
        assert word in said, said
        equal(server.metric(FAILURES % reason), 1)
        equal(server.metric("luxr_function_connections_total"), 1)
        line = server.wait_for("handshake refused")
        assert line["reason"] and line["peer"].startswith("127.0.0.1:"), line
        server.wait_until("luxr_function_connections", 0)
        with client(server) as peer:
            equal(peer.call(b"others are served"), b"others are served")
        equal(server.metric("echo_calls"), 1)
        return line["reason"]


def with_certificate(name):
    return ("-CAfile", "root.crt", "-cert", f"{name}.crt", "-key", f"{name}.key", "-alpn", "h2")


def test_no_client_certificate():
    refused("no_certificate", "certificate required", "-CAfile", "root.crt", "-alpn", "h2")


def test_a_certificate_of_a_stranger():
    refused("bad_certificate", "unknown ca", *with_certificate("strange-client"))


def test_a_certificate_for_another_use():
    refused("bad_certificate", "unsupported certificate", *with_certificate("wrong-usage"))


def test_a_certificate_that_has_ended():
    reason = refused("bad_certificate", "certificate expired", *with_certificate("expired"))
    equal(reason, "certificate has expired")


def test_a_certificate_that_signed_itself():
    refused("bad_certificate", "unknown ca", *with_certificate("stranger"))


def test_no_protocol_is_offered():
    refused("no_alpn", "no application protocol", *IDENTITY)


def test_another_protocol_is_offered():
    refused("no_alpn", "no application protocol", *IDENTITY, "-alpn", "http/1.1")


def test_an_old_version():
    refused("other", "protocol version", *GOOD, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")


def test_plain_http2_where_tls_is_spoken():
    with Echo(where=where(directory())) as server:
        with Raw(server) as raw:
            assert raw.socket.recv(1) in (b"", b"\x15")
        equal(server.metric(FAILURES % "other"), 1)
        with Client(server) as peer:
            equal(peer.failure(b"x", timeout=2)[0], "UNAVAILABLE")


def test_a_handshake_that_stops_half_way():
    with Echo(where=where(directory()), limits="handshake_ms=1") as server:
        with Raw(server, preface=b"") as raw:
            raw.send_bytes(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
            assert raw.socket.recv(1) == b""
        equal(server.metric(FAILURES % "timeout"), 1)


def test_insecure_wins():
    with Echo("--insecure", where=where(directory())) as server, Client(server) as peer:
        equal(peer.call(b"x"), b"x")


def test_the_time_until_the_end_is_shown():
    with Echo(where=where(directory())) as server:
        line = server.wait_for("certificates read")
        assert line["days"] in (89, 90), line
        import time
        end = server.metric("luxr_function_certificate_expiry_timestamp_seconds")
        assert 88 < (end - time.time()) / 86400 < 91


def test_a_certificate_that_has_ended_is_said():
    with Echo(where=where(directory("expired-server"))) as server:
        assert server.wait_for("the certificate has ended")["days"] < 0


def test_no_secret_is_logged():
    with Echo("--debug", where=where(directory())) as server, client(server) as peer:
        peer.call(b"the secret of a caller")
        server.end()
        text = "".join(server.lines)
        assert "secret" not in text and "PRIVATE" not in text and tls_files.PLACE
