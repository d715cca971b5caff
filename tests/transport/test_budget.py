"""Clients that ask too much: floods, resets, headers without end, and too many of them."""
import socket

from peer import Client, Echo, equal
from raw import (Closed, ContinuationFrame, DataFrame, PingFrame, PriorityFrame, Raw,
                 RstStreamFrame, SettingsFrame, WindowUpdateFrame, framed, headers)

PROTOCOL, CALM = 1, 11


def flood(make, count=3000, at_once=100):
    """The error of the GOAWAY that a flood of frames gets; the server must live on."""
    with Echo() as server:
        with Raw(server) as raw:
            try:
                for start in range(0, count, at_once):
                    raw.send(*make(raw, start, at_once))
            except (BrokenPipeError, ConnectionResetError):
                pass
            error = raw.goodbye()
        with Client(server) as client:
            equal(client.call(b"others are served"), b"others are served")
        flooded = sum(server.metric(f'luxr_function_refused_total{{reason="{reason}"}}')
                      for reason in ("control_flood", "reset_flood", "protocol"))
        equal(flooded, 1)
        server.wait_until("luxr_function_connections", 0)
        server.end()
        return error


def test_floods_of_frames_that_carry_nothing():
    equal(flood(lambda raw, at, n: [PingFrame(opaque_data=b"12345678")] * n), CALM)
    equal(flood(lambda raw, at, n: [SettingsFrame()] * n), CALM)
    equal(flood(lambda raw, at, n: [PriorityFrame(2 * i + 1, 0, 16) for i in range(at, at + n)]),
          CALM)
    equal(flood(lambda raw, at, n: [WindowUpdateFrame(0, window_increment=1)] * n), CALM)
    equal(flood(lambda raw, at, n: [PingFrame(opaque_data=b"12345678", flags=["ACK"])] * n), CALM)


def test_a_flood_of_empty_data():
    def make(raw, at, count):
        opening = [] if at else [raw.headers()]
        return opening + [DataFrame(1, b"")] * count
    equal(flood(make), CALM)


def test_rapid_reset():
    def make(raw, at, count):
        frames = []
        for _ in range(count):
            opening = raw.headers()
            frames += [opening, RstStreamFrame(opening.stream_id, error_code=8)]
        return frames
    equal(flood(make, count=100000, at_once=500), CALM)


def test_rapid_reset_of_whole_calls():
    def make(raw, at, count):
        frames = []
        for _ in range(count):
            opening = raw.headers()
            stream = opening.stream_id
            frames += [opening, raw.data(stream, framed(b"x"), end=True),
                       RstStreamFrame(stream, error_code=8)]
        return frames
    equal(flood(make, count=20000), CALM)


def test_resets_that_the_server_is_made_to_send():
    def make(raw, at, count):
        frames = []
        for _ in range(count):
            opening = raw.headers()
            frames += [opening, WindowUpdateFrame(opening.stream_id, window_increment=2**31 - 1)]
        return frames
    equal(flood(make, count=20000), CALM)


def test_a_flood_of_continuations():
    def make(raw, at, count):
        first = raw.headers() if at == 0 else None
        if first:
            first.flags.discard("END_HEADERS")
        more = [ContinuationFrame(1, b"") for _ in range(count)]
        return ([first] if first else []) + more
    equal(flood(make, at_once=20), CALM)


def test_a_ping_after_each_frame_of_data_is_no_flood():
    """So clients measure the connection's capacity."""
    with Echo() as server, Raw(server, settings={4: 1 << 30}) as raw:
        raw.send(WindowUpdateFrame(0, window_increment=1 << 30))
        for _ in range(8):
            stream = raw.request(b"test:size 4194304")
            count, ended = 0, False
            while not ended:
                frame = raw.until((DataFrame, type(raw.headers()), RstStreamFrame), stream)
                ended = "END_STREAM" in frame.flags
                count += isinstance(frame, DataFrame)
                raw.send(PingFrame(opaque_data=b"12345678"),
                         WindowUpdateFrame(0, window_increment=1))
            equal(frame.fields["grpc-status"], "0")
            assert count >= 256
        equal(server.metric('luxr_function_refused_total{reason="control_flood"}'), 0)


def test_pings_are_answered():
    with Echo() as server, Raw(server) as raw:
        raw.send(PingFrame(opaque_data=b"abcdefgh"))
        frame = raw.until(PingFrame)
        equal((frame.opaque_data, "ACK" in frame.flags), (b"abcdefgh", True))


def test_headers_are_bounded():
    with Echo() as server, Raw(server) as raw:
        for big in ({"x": "y" * 15000}, {f"x{n}": "y" for n in range(100)}):
            stream = raw.request(b"x", headers(**big))
            equal(raw.status(stream), "0")
        for big in ({"x": "y" * 16384}, {f"x{n}": "y" for n in range(500)}):
            fields = headers(**big)
            opening = raw.headers(fields)
            block, opening.data = opening.data, opening.data[:16384]
            rest = block[16384:]
            if rest:
                opening.flags.discard("END_HEADERS")
                raw.send(opening, ContinuationFrame(opening.stream_id, rest, flags=["END_HEADERS"]))
            else:
                raw.send(opening)
            answer, _ = raw.answer(opening.stream_id)
            equal((answer[":status"], answer["grpc-status"]), ("431", "8"))
        equal(server.metric('luxr_function_refused_total{reason="headers"}'), 2)


def test_an_hpack_bomb_is_bounded():
    """One long value in the table, named thousands of times."""
    with Echo() as server, Raw(server) as raw:
        opening = raw.headers(headers() + [("bomb", "x" * 3000)])
        raw.send(opening, raw.data(opening.stream_id, framed(b"x"), end=True))
        equal(raw.status(opening.stream_id), "0")
        bomb = raw.headers(headers())
        bomb.data += raw.encoder.encode([("bomb", "x" * 3000)]) * 8000
        raw.send(bomb)
        answer, _ = raw.answer(bomb.stream_id)
        equal((answer[":status"], answer["grpc-status"]), ("431", "8"))


def test_megabytes_of_headers_end_the_connection():
    with Echo() as server:
        with Raw(server) as raw:
            opening = raw.headers()
            opening.flags.discard("END_HEADERS")
            more = ContinuationFrame(opening.stream_id, b"\0\1x\x7f\x80\x7d" + b"y" * 16000)
            try:
                raw.send(opening, *[more] * 64)
            except (BrokenPipeError, ConnectionResetError):
                pass
            raw.goodbye()
        server.wait_until("luxr_function_connections", 0)
        server.end()


def test_windows_that_overflow():
    with Echo() as server:
        with Raw(server) as raw:
            raw.send(*[WindowUpdateFrame(0, window_increment=2**31 - 1)] * 2)
            assert raw.goodbye() is not None
        with Raw(server) as raw:
            stream = raw.request(b"x")
            equal(raw.status(stream), "0")


def test_other_protocols_are_turned_away():
    with Echo() as server:
        for words in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01", b"\n" * 30):
            with Raw(server, preface=b"") as raw:
                raw.send_bytes(words + bytes(24))
                assert raw.drained()
        server.wait_until("luxr_function_connections", 0)


def test_more_streams_than_were_allowed_end_the_connection():
    with Echo("--workers", "1", limits="streams=4") as server:
        with Raw(server) as raw:
            allowed = dict(raw.until(SettingsFrame).settings)
            equal(allowed[SettingsFrame.MAX_CONCURRENT_STREAMS], 4)
            for _ in range(8):
                raw.send(raw.headers())
            equal(raw.goodbye(), PROTOCOL)
        server.wait_until("luxr_function_connections", 0)
        server.end()


def test_more_streams_before_the_settings_are_seen_are_refused_one_by_one():
    with Echo(limits="streams=4") as server, Raw(server) as raw:
        raw.send(*[raw.headers() for _ in range(8)])
        refused = {raw.until(RstStreamFrame).stream_id for _ in range(4)}
        equal(refused, {9, 11, 13, 15})
        raw.send(*[raw.data(stream, framed(b"x"), end=True) for stream in (1, 3, 5, 7)])
        equal(raw.status(7), "0")


def test_connections_are_bounded_and_those_behind_wait():
    with Echo(limits="connections=8") as server:
        raws = [Raw(server) for _ in range(8)]
        for raw in raws:
            equal(raw.status(raw.request(b"x")), "0")
        with Raw(server) as late:
            stream = late.request(b"late")
            equal(server.metric("luxr_function_connections"), 8)
            raws.pop().socket.close()
            equal(late.status(stream), "0")
        for raw in raws:
            raw.socket.close()
        server.wait_until("luxr_function_connections", 0)
        server.end()


def test_files_that_run_out_end_nothing():
    """Accepting stops without a busy loop, and goes on."""
    import resource
    limit = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
    with Echo(preexec_fn=limit) as server:
        host, port = server.address.rsplit(":", 1)
        idle = [socket.create_connection((host, int(port)), 60) for _ in range(100)]
        for one in idle:
            one.close()
        with Client(server) as client:  # it may come while the last of them are still told off
            equal(client.call(b"x", wait_for_ready=True), b"x")
        server.end()


def test_a_connection_reset_in_a_call():
    with Echo() as server:
        for _ in range(20):
            raw = Raw(server)
            raw.request(b"test:size 4194304")
            raw.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            raw.socket.close()
        server.wait_until("luxr_function_connections", 0)
        server.wait_until("luxr_function_message_bytes", 0)
        server.end()


def test_closed_is_closed():
    with Echo() as server, Raw(server) as raw:
        raw.until(SettingsFrame)
        raw.socket.shutdown(socket.SHUT_WR)
        try:
            while True:
                raw.frame()
        except Closed:
            pass
        server.wait_until("luxr_function_connections", 0)
