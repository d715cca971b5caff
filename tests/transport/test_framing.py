"""Messages cut into frames as no library cuts them, and headers as none sends them."""
from peer import Echo, equal
from raw import DataFrame, Raw, RstStreamFrame, WindowUpdateFrame, framed, headers


def answered(fields, data, message):
    equal((fields[":status"], fields.get("grpc-status"), fields["content-type"]),
          ("200", "0", "application/grpc"))
    equal(data, framed(message))


def test_a_message_in_any_pieces():
    with Echo() as server, Raw(server) as raw:
        whole = framed(b"0123456789")
        for at in range(len(whole) + 1):
            opening = raw.headers()
            raw.send(opening, raw.data(opening.stream_id, whole[:at]),
                     raw.data(opening.stream_id, whole[at:], end=True))
            answered(*raw.answer(opening.stream_id), b"0123456789")


def test_a_byte_a_frame_and_an_empty_last_one():
    with Echo() as server, Raw(server) as raw:
        opening = raw.headers()
        pieces = [raw.data(opening.stream_id, bytes([b])) for b in framed(b"hello")]
        raw.send(opening, *pieces, raw.data(opening.stream_id, b"", end=True))
        answered(*raw.answer(opening.stream_id), b"hello")


def test_padding_is_no_data():
    with Echo() as server, Raw(server) as raw:
        opening = raw.headers()
        padded = DataFrame(opening.stream_id, framed(b"hello"), pad_length=100,
                           flags=["PADDED", "END_STREAM"])
        raw.send(opening, padded)
        answered(*raw.answer(opening.stream_id), b"hello")


def refuse(data, **changes):
    with Echo() as server, Raw(server) as raw:
        opening = raw.headers(headers(**changes))
        raw.send(opening, raw.data(opening.stream_id, data, end=True))
        fields, _ = raw.answer(opening.stream_id)
        follow = raw.request(b"the connection lives")
        answered(*raw.answer(follow), b"the connection lives")
        return fields.get(":status"), fields.get("grpc-status"), fields.get("grpc-message")


def test_ends_inside_a_message():
    for data in (b"\0", b"\0\0\0\0", framed(b"hello")[:-1], framed(b"a") + b"\0\0"):
        status, code, _ = refuse(data)
        equal((status, code), ("200", "13"))


def test_flags_of_messages():
    equal(refuse(framed(b"x", 1)),
          ("200", "13", "a message is marked as compressed, and no grpc-encoding says how"))
    equal(refuse(framed(b"x", 1), grpc_encoding="identity")[1], "13")
    equal(refuse(framed(b"x", 1), grpc_encoding="gzip")[1], "12")
    equal(refuse(framed(b"x", 2)), ("200", "13", "a message begins with neither 0 nor 1"))
    equal(refuse(framed(b"x", 255))[1], "13")


def test_an_encoding_that_is_not_used_is_allowed():
    equal(refuse(framed(b"x"), grpc_encoding="gzip")[1], "0")


def test_a_compression_bomb_is_not_read():
    equal(refuse(framed(b"x" * 16000, 1), grpc_encoding="gzip")[1], "12")


def test_a_huge_length_costs_nothing():
    with Echo() as server, Raw(server) as raw:
        opening = raw.headers()
        raw.send(opening, raw.data(opening.stream_id, b"\0\xff\xff\xff\xff"))
        fields, _ = raw.answer(opening.stream_id)
        equal(fields["grpc-status"], "8")
        equal(server.metric("luxr_function_message_bytes"), 0)


def test_content_types():
    for good in ("application/grpc", "application/grpc+proto", "application/grpc;charset=utf-8"):
        equal(refuse(framed(b"x"), content_type=good)[:2], ("200", "0"))
    for bad in ("application/grpc-web", "application/json", "text/plain", "application/grp", None):
        equal(refuse(framed(b"x"), content_type=bad)[:2], ("415", "3"))


def test_methods_of_http():
    for method in ("GET", "PUT", "HEAD"):
        equal(refuse(framed(b"x"), **{":method": method})[:2], ("405", "12"))


def test_te_may_be_missing():
    equal(refuse(framed(b"x"), te=None)[:2], ("200", "0"))


def test_timeouts():
    for timeout in ("1n", "0S", "0H", "00000000m"):
        equal(refuse(framed(b"x"), grpc_timeout=timeout)[1], "4")
    for timeout in ("1H", "99999999H", "99999999M", "3600S", "3600000m", "99999999u"):
        equal(refuse(framed(b"x"), grpc_timeout=timeout)[1], "0")
    for timeout in ("", "S", "1", "123456789S", "1s", "-1S", "1.5S", "1 S", "1SS", "x"):
        equal(refuse(framed(b"x"), grpc_timeout=timeout)[1], "3")


def test_an_answer_before_the_end_stops_the_request():
    with Echo() as server, Raw(server) as raw:
        opening = raw.headers(headers("/no/method"))
        raw.send(opening)
        fields, _ = raw.answer(opening.stream_id)
        equal(fields["grpc-status"], "12")
        equal(raw.until(RstStreamFrame, opening.stream_id).error_code, 0)


def test_answers_respect_small_windows():
    with Echo() as server, Raw(server, settings={4: 7}) as raw:
        stream = raw.request(b"0123456789")
        data = b""
        while len(data) < 15:
            frame = raw.until(DataFrame, stream)
            assert len(frame.data) <= 7
            data += frame.data
            raw.send(WindowUpdateFrame(stream, window_increment=7))
        equal(data, framed(b"0123456789"))
        equal(raw.status(stream), "0")


def test_calls_on_one_connection_do_not_mix():
    with Echo() as server, Raw(server) as raw:
        first, second = raw.headers(), raw.headers()
        one, two = framed(b"a" * 100), framed(b"b" * 200)
        raw.send(first, second)
        for at in range(0, 105, 15):
            raw.send(raw.data(first.stream_id, one[at:at + 15]),
                     raw.data(second.stream_id, two[at:at + 15]))
        raw.send(raw.data(second.stream_id, two[105:], end=True))
        answered(*raw.answer(second.stream_id), b"b" * 200)
        raw.send(raw.data(first.stream_id, b"", end=True))
        answered(*raw.answer(first.stream_id), b"a" * 100)
