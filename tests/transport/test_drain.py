"""The end: calls that run come to theirs, and nobody new is promised anything."""
import signal
import socket

import grpc

from peer import Client, Echo, equal
from raw import GoAwayFrame, PingFrame, Raw, framed

FOREVER = 2**31 - 1


def end_idle(number):
    with Echo() as server:
        server.process.send_signal(number)
        equal(server.process.wait(60), 0)
        server.wait_for("ended")


def test_both_signals_end_an_idle_server():
    end_idle(signal.SIGTERM)
    end_idle(signal.SIGINT)


def test_signals_that_mean_nothing():
    with Echo() as server, Client(server) as client:
        server.process.send_signal(signal.SIGPIPE)
        server.process.send_signal(signal.SIGUSR1)
        equal(client.call(b"x"), b"x")
        server.process.send_signal(signal.SIGHUP)
        server.wait_for("reloaded")
        equal(client.call(b"y"), b"y")
        server.end()


def test_calls_that_run_or_wait_are_answered():
    with Echo("--workers", "1") as server, Client(server) as client:
        running = client.future(b"test:hold")
        server.wait_for("held")
        waiting = [client.future(b"%d" % n) for n in range(50)]
        server.wait_until("luxr_function_queue_depth", 50)
        server.process.terminate()
        server.wait_until("luxr_function_draining", 1)
        equal(server.get("/readyz"), (503, "ending\n"))
        equal(server.get("/healthz"), (200, "ok\n"))
        server.process.send_signal(signal.SIGUSR2)
        equal(running.result(), b"released")
        for n, call in enumerate(waiting):
            equal(call.result(), b"%d" % n)
        equal(server.process.wait(60), 0)


def test_the_goodbye_has_two_parts():
    with Echo("--workers", "1") as server, Raw(server) as raw:
        running = raw.request(b"test:hold")
        server.wait_for("held")
        server.process.terminate()
        notice = raw.until(GoAwayFrame)
        equal((notice.last_stream_id, notice.error_code), (FOREVER, 0))
        crossing = raw.request(b"it was on its way")
        ping = raw.until(PingFrame)
        raw.send(PingFrame(opaque_data=ping.opaque_data, flags=["ACK"]))
        last = raw.until(GoAwayFrame)
        equal((last.last_stream_id, last.error_code), (crossing, 0))
        server.process.send_signal(signal.SIGUSR2)
        ends = {}
        for stream in (running, crossing):
            fields, data = raw.answer(stream)
            ends[stream] = (fields["grpc-status"], data)
        equal(ends, {running: ("0", framed(b"released")),
                     crossing: ("0", framed(b"it was on its way"))})
        assert raw.drained()
        equal(server.process.wait(60), 0)


def test_a_client_that_never_answers_is_told_all_the_same():
    with Echo("--workers", "1") as server, Raw(server) as raw:
        running = raw.request(b"test:hold")
        server.wait_for("held")
        server.process.terminate()
        equal(raw.until(GoAwayFrame).last_stream_id, FOREVER)
        equal(raw.until(GoAwayFrame).last_stream_id, running)
        server.process.send_signal(signal.SIGUSR2)
        equal(raw.status(running), "0")
        equal(server.process.wait(60), 0)


def test_new_connections_are_refused_while_it_ends():
    with Echo("--workers", "1") as server, Client(server) as client:
        running = client.future(b"test:hold")
        server.wait_for("held")
        server.process.terminate()
        server.wait_until("luxr_function_draining", 1)
        host, port = server.address.rsplit(":", 1)
        try:
            socket.create_connection((host, int(port)), 60)
            raise AssertionError("accepted")
        except ConnectionRefusedError:
            pass
        server.process.send_signal(signal.SIGUSR2)
        equal(running.result(), b"released")
        equal(server.process.wait(60), 0)


def test_the_end_of_patience():
    with Echo("--workers", "1", limits="drain_ms=1") as server, Client(server) as client:
        running = client.future(b"test:sleep")
        server.wait_for("held")
        waiting = client.future(b"x")
        server.wait_until("luxr_function_queue_depth", 1)
        server.process.terminate()
        for call in (running, waiting):
            equal((call.code(), call.details()),
                  (grpc.StatusCode.UNAVAILABLE, "the server ends"))
        equal(server.process.wait(60), 0)
        server.wait_for("calls still run at the end of the grace period")


def end_at_once(number):
    with Echo("--workers", "1") as server, Client(server) as client:
        running = client.future(b"test:sleep")
        server.wait_for("held")
        server.process.terminate()
        server.wait_for("ending: calls that run come to their end")
        server.process.send_signal(number)
        equal(server.process.wait(60), 128 + number)
        equal(running.code(), grpc.StatusCode.UNAVAILABLE)


def test_a_second_signal_ends_at_once():
    end_at_once(signal.SIGTERM)
    end_at_once(signal.SIGINT)


def test_connections_without_calls_do_not_hold_it_up():
    with Echo() as server, Raw(server), Raw(server, preface=b""), Client(server) as client:
        equal(client.call(b"x"), b"x")
        server.wait_until("luxr_function_connections", 3)
        equal(server.stop(), 0)


def test_the_end_under_load_loses_no_call():
    with Echo("--workers", "2") as server:
        clients = [Client(server) for _ in range(8)]
        for client in clients:
            equal(client.call(b"connected"), b"connected")
        calls = [client.future(b"%d" % n) for n in range(25) for client in clients]
        server.process.terminate()
        answered = 0
        for n, call in enumerate(calls):
            if call.code() == grpc.StatusCode.OK:
                equal(call.result(), b"%d" % (n // 8))
                answered += 1
            else:  # it had not left the client, which then found no server
                equal(call.code(), grpc.StatusCode.UNAVAILABLE)
                assert "connect" in call.details().lower(), call.details()
        equal(server.process.wait(60), 0)
        for client in clients:
            client.channel.close()
