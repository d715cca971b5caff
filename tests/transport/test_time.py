"""Clients that are slow, or silent. The limits are small here, and nothing else measures time."""
import signal
import socket

from peer import Echo, equal
from raw import (GoAwayFrame, PingFrame, Raw, RstStreamFrame, WindowUpdateFrame, framed,
                 headers)

STALLED = 'luxr_function_refused_total{reason="stalled"}'


def test_a_silent_connection_is_closed():
    with Echo(limits="handshake_ms=1") as server, Raw(server, preface=b"") as raw:
        assert raw.drained()
        equal(server.metric('luxr_function_handshake_failures_total{reason="timeout"}'), 1)


def test_half_a_preface_is_closed():
    with Echo(limits="handshake_ms=1") as server, Raw(server, preface=b"") as raw:
        raw.send_bytes(b"PRI * HTTP/2.0\r\n")
        assert raw.drained()


def test_an_idle_connection_is_told_to_go():
    with Echo(limits="idle_ms=1") as server, Raw(server) as raw:
        equal(raw.status(raw.request(b"x")), "0")
        equal(raw.until(GoAwayFrame).error_code, 0)
        assert raw.drained()
        equal(server.metric('luxr_function_refused_total{reason="idle"}'), 1)


def test_a_request_that_stalls_is_reset():
    with Echo(limits="stall_ms=1") as server, Raw(server) as raw:
        opening = raw.headers()
        raw.send(opening, raw.data(opening.stream_id, framed(b"hello")[:7]))
        equal(raw.until(RstStreamFrame, opening.stream_id).error_code, 8)
        server.wait_until("luxr_function_message_bytes", 0)
        equal(server.metric(STALLED), 1)


def test_an_answer_that_nobody_takes_is_dropped():
    with Echo(limits="stall_ms=1") as server, Raw(server, settings={4: 0}) as raw:
        stream = raw.request(b"test:size 4000000")
        equal(raw.until(RstStreamFrame, stream).error_code, 8)
        server.wait_until("luxr_function_message_bytes", 0)
        equal(server.metric(STALLED), 1)


def test_a_client_that_reads_nothing_is_closed():
    with Echo(limits="stall_ms=1") as server, Raw(server, settings={4: 1 << 30}) as raw:
        raw.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.send(WindowUpdateFrame(0, window_increment=1 << 30))
        for _ in range(8):
            raw.request(b"test:size 4194304")
        server.wait_until("luxr_function_connections", 0)
        server.wait_until("luxr_function_message_bytes", 0)


def test_a_long_call_is_no_stall():
    with Echo("--workers", "1", limits="stall_ms=1 idle_ms=1") as server, Raw(server) as raw:
        stream = raw.request(b"test:hold")
        server.wait_for("held")
        with Raw(server) as other:  # by its end the clock has come round
            equal(other.until(GoAwayFrame).error_code, 0)
            assert other.drained()
        server.process.send_signal(signal.SIGUSR2)
        fields, data = raw.answer(stream)
        equal((fields["grpc-status"], data), ("0", framed(b"released")))


def test_silence_is_asked_and_then_ended():
    with Echo("--workers", "1", limits="ping_ms=1 stall_ms=100") as server, Raw(server) as raw:
        raw.request(b"test:sleep")
        frame = raw.until(PingFrame)
        assert "ACK" not in frame.flags
        server.wait_until("luxr_function_connections", 0)
        server.wait_until("echo_stopped", 1)


def test_an_answered_ping_keeps_the_connection():
    with Echo("--workers", "1", limits="ping_ms=1 stall_ms=5000") as server, Raw(server) as raw:
        stream = raw.request(b"test:hold")
        server.wait_for("held")
        for _ in range(2):
            asked = raw.until(PingFrame)
            raw.send(PingFrame(opaque_data=asked.opaque_data, flags=["ACK"]))
        server.process.send_signal(signal.SIGUSR2)
        equal(raw.status(stream), "0")


def test_deadlines_are_kept_by_the_server_too():
    with Echo("--workers", "1") as server, Raw(server) as raw:
        stream = raw.request(b"test:sleep", headers(grpc_timeout="20m"))
        fields, _ = raw.answer(stream)
        equal((fields["grpc-status"], fields["grpc-message"]), ("4", "the call's time is over"))
        slow = raw.headers(headers(grpc_timeout="20m"))
        raw.send(slow)  # and nothing follows
        equal(raw.answer(slow.stream_id)[0]["grpc-status"], "4")
