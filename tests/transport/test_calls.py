"""Calls as grpcio makes them."""
import signal

import grpc

from peer import RUN_BETA, Client, Echo, bytes_method, equal

MIB = 1 << 20


def test_messages_of_all_sizes_come_back():
    with Echo() as server, Client(server) as client:
        for size in (0, 1, 5, 16383, 16384, 16385, 65535, 65536, MIB, 4 * MIB - 1, 4 * MIB):
            message = bytes(range(256)) * (size // 256 + 1)
            equal(client.call(message[:size]), message[:size])
        server.end()


def test_both_versions_on_one_port():
    with Echo() as server, Client(server) as client:
        equal(client.call(b"x", RUN_BETA), b"x")
        equal(client.call(b"y"), b"y")


def test_a_longer_request_is_refused_by_name():
    with Echo() as server, Client(server) as client:
        wanted = ("RESOURCE_EXHAUSTED", "the message has 4194305 bytes, of 4194304 that are read"
                  " (--max-recv-message-size)")
        equal(client.failure(bytes(4 * MIB + 1)), wanted)
        equal(client.failure(bytes(64 * MIB))[0], "RESOURCE_EXHAUSTED")
        equal(client.call(b"the connection lives"), b"the connection lives")


def test_the_longest_request_can_be_set():
    with Echo("--max-recv-message-size", "8") as server, Client(server) as client:
        equal(client.failure(bytes(8 * MIB + 1))[0], "RESOURCE_EXHAUSTED")
        equal(client.failure(bytes(8 * MIB)),
              ("RESOURCE_EXHAUSTED", "the answer is too long to be sent"))


def test_a_longer_answer_is_not_sent():
    with Echo() as server, Client(server) as client:
        equal(len(client.call(b"test:size 4194304")), 4 * MIB)
        equal(client.failure(b"test:size 4194305"),
              ("RESOURCE_EXHAUSTED", "the answer is too long to be sent"))


def test_sentences_pass_whatever_they_hold():
    with Echo() as server, Client(server) as client:
        for sentence in ("plain", "per % cent %41", "line\nbreak\ttab", "h\u00e9\u4e2d\U0001f600 end",
                         "~\x7f|", ""):
            equal(client.failure(b"test:fail 5 " + sentence.encode()), ("NOT_FOUND", sentence))


def test_a_long_sentence_is_cut_between_characters():
    with Echo() as server, Client(server) as client:
        code, sentence = client.failure(b"test:fail 13 " + "\u4e2d".encode() * 80)
        equal((code, sentence), ("INTERNAL", "\u4e2d" * 80))


def test_every_status_arrives():
    with Echo() as server, Client(server) as client:
        for code in grpc.StatusCode:
            if code.value[0]:
                seen = client.failure(b"test:fail %d s" % code.value[0])
                equal(seen, (code.name, "s"))
        equal(client.failure(b"test:fail 99 s"), ("UNKNOWN", "s"))


def test_unknown_methods_are_unimplemented():
    with Echo() as server, Client(server) as client:
        for path in ("/x/y", "/apiextensions.fn.proto.v1.FunctionRunnerService/Run",
                     "/apiextensions.fn.proto.v2.FunctionRunnerService/RunFunction", "/"):
            equal(client.failure(b"x", path), ("UNIMPLEMENTED", "there is no such method"))
        equal(server.metric("luxr_function_unknown_method_total"), 4)


def test_compressed_messages_are_unimplemented():
    with Echo() as server, Client(server) as client:
        equal(client.failure(bytes(1000), compression=grpc.Compression.Gzip),
              ("UNIMPLEMENTED", "compressed messages are not read here"))
        equal(client.call(b"plain"), b"plain")


def test_a_hundred_calls_at_once_on_one_connection():
    with Echo("--workers", "2") as server, Client(server) as client:
        calls = [client.future(b"%d" % n * 1000) for n in range(100)]
        for n, call in enumerate(calls):
            equal(call.result(), b"%d" % n * 1000)
        server.end()


def test_the_deadline_reaches_the_handler():
    with Echo() as server, Client(server) as client:
        left = int(client.call(b"test:deadline", timeout=1000))
        assert 990_000 < left <= 1_020_000, left  # grpcio rounds it up
        equal(client.call(b"test:deadline", timeout=None), b"-1")


def test_a_deadline_stops_the_handler():
    with Echo("--workers", "1") as server, Client(server) as client:
        equal(client.failure(b"test:sleep", timeout=0.05)[0], "DEADLINE_EXCEEDED")
        server.wait_until("echo_stopped", 1)
        equal(client.call(b"next"), b"next")


def test_cancelling_stops_the_handler():
    with Echo("--workers", "1") as server, Client(server) as client:
        call = client.future(b"test:sleep")
        server.wait_for("held")
        call.cancel()
        server.wait_until("echo_stopped", 1)
        equal(client.call(b"next"), b"next")
        server.end()


def test_a_cancelled_call_in_the_queue_is_never_begun():
    with Echo("--workers", "1") as server, Client(server) as client:
        first = client.future(b"test:sleep")
        server.wait_for("held")
        second = client.future(b"test:sleep")
        server.wait_until("luxr_function_queue_depth", 1)
        second.cancel()
        server.wait_until("luxr_function_queue_depth", 0)
        first.cancel()
        server.wait_until("echo_stopped", 1)
        equal(client.call(b"x"), b"x")
        equal(server.metric("echo_calls"), 2)


def test_a_client_that_goes_away_stops_its_calls():
    with Echo("--workers", "1") as server:
        with Client(server) as client:
            call = client.future(b"test:sleep")
            server.wait_for("held")
        server.wait_until("echo_stopped", 1)
        equal(call.code(), grpc.StatusCode.CANCELLED)
        server.wait_until("luxr_function_connections", 0)
        server.wait_until("luxr_function_message_bytes", 0)


def test_time_in_the_queue_counts():
    with Echo("--workers", "1") as server, Client(server) as client, Client(server) as other:
        first = client.future(b"test:sleep")
        server.wait_for("held")
        equal(other.failure(b"x", timeout=0.05)[0], "DEADLINE_EXCEEDED")
        equal(server.metric("echo_calls"), 1)
        first.cancel()


def test_a_full_queue_refuses():
    with Echo("--workers", "1", "--queue", "100") as server, Client(server) as client:
        first = client.future(b"test:hold")
        server.wait_for("held")
        waiting = [client.future(b"%d" % n) for n in range(100)]
        server.wait_until("luxr_function_queue_depth", 100)
        equal(client.failure(b"one too many"),
              ("RESOURCE_EXHAUSTED", "too many calls wait already (--queue)"))
        server.process.send_signal(signal.SIGUSR2)
        equal(first.result(), b"released")
        for n, call in enumerate(waiting):
            equal(call.result(), b"%d" % n)
        equal(server.metric('luxr_function_refused_total{reason="queue_full"}'), 1)


def test_memory_is_bounded():
    with Echo("--workers", "1", limits="memory=10000000") as server, Client(server) as client:
        first = client.future(b"test:sleep")
        server.wait_for("held")
        calls = [client.future(bytes(4 * MIB)) for _ in range(4)]
        refusals = 'luxr_function_refused_total{reason="memory"}'
        while server.metric(refusals) + server.metric("luxr_function_queue_depth") < 4:
            pass
        first.cancel()
        codes = sorted(call.code().name for call in calls)
        equal((codes[0], codes[-1], len(set(codes))), ("OK", "RESOURCE_EXHAUSTED", 2))
        server.wait_until("luxr_function_message_bytes", 0)


def test_streams_where_one_is_expected():
    with Echo() as server, Client(server) as client:
        run = bytes_method(client.channel, "/apiextensions.fn.proto.v1.FunctionRunnerService/"
                           "RunFunction", "stream_unary")
        for messages, sentence in (([b"1", b"2"], "a second message came in a call that has one"),
                                   ([], "the call ends without a message")):
            try:
                run(iter(messages))
                raise AssertionError("answered")
            except grpc.RpcError as error:
                equal((error.code().name, error.details()), ("INTERNAL", sentence))


def test_many_mixed_calls_leave_nothing():
    with Echo() as server, Client(server) as client:
        for _ in range(300):
            client.call(b"x" * 500)
            client.failure(b"test:fail 3 no")
            client.failure(b"x", "/x/y")
        equal(server.metric("luxr_function_message_bytes"), 0)
        equal(server.metric("luxr_function_streams"), 0)
        server.end()
