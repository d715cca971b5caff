"""A client that speaks HTTP/2 a frame at a time, as no library would: frames by hyperframe,
headers by hpack."""
import socket

import hpack
from hyperframe.frame import (ContinuationFrame, DataFrame, Frame, GoAwayFrame, HeadersFrame,
                              PingFrame, PriorityFrame, RstStreamFrame, SettingsFrame,
                              WindowUpdateFrame)

from peer import PATIENCE, RUN

__all__ = ["ContinuationFrame", "DataFrame", "GoAwayFrame", "HeadersFrame", "PingFrame",
           "PriorityFrame", "Raw", "RstStreamFrame", "SettingsFrame", "WindowUpdateFrame",
           "framed", "headers"]
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def framed(message, flag=0):
    return bytes([flag]) + len(message).to_bytes(4, "big") + message


def headers(path=RUN, **changes):
    """The headers of a call; a change of None leaves one out, `_` stands for `-`."""
    fields = {":method": "POST", ":scheme": "http", ":path": path, ":authority": "x",
              "content-type": "application/grpc", "te": "trailers"}
    fields.update({name.replace("_", "-"): value for name, value in changes.items()})
    return [field for field in fields.items() if field[1] is not None]


class Closed(Exception):
    pass


class Raw:
    """with Raw(server) as raw: raw.request(...); raw.answer() is a stream's headers and data."""

    def __init__(self, server, preface=PREFACE, settings=None, connection=None):
        host, port = server.address.rsplit(":", 1)
        self.socket = connection or socket.create_connection((host, int(port)), PATIENCE)
        self.socket.settimeout(PATIENCE)
        self.encoder, self.decoder = hpack.Encoder(), hpack.Decoder()
        self.bytes, self.next = b"", 1
        self.streams = {}  # id: [headers..., data, reset]
        if preface:
            self.send_bytes(preface + SettingsFrame(settings=settings or {}).serialize())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send_bytes(self, data):
        self.socket.sendall(data)

    def send(self, *frames):
        self.send_bytes(b"".join(frame.serialize() for frame in frames))

    def headers(self, fields=None, end=False, stream=None):
        """A frame of headers on a new stream."""
        if stream is None:
            stream, self.next = self.next, self.next + 2
        frame = HeadersFrame(stream, self.encoder.encode(fields or headers()))
        frame.flags.add("END_HEADERS")
        if end:
            frame.flags.add("END_STREAM")
        return frame

    def data(self, stream, data, end=False):
        frame = DataFrame(stream, data)
        if end:
            frame.flags.add("END_STREAM")
        return frame

    def request(self, message, fields=None):
        """A whole call; the stream's number."""
        opening = self.headers(fields)
        self.send(opening, self.data(opening.stream_id, framed(message), end=True))
        return opening.stream_id

    def read(self, count):
        while len(self.bytes) < count:
            try:
                more = self.socket.recv(65536)
            except ConnectionResetError:
                more = b""
            if not more:
                raise Closed
            self.bytes += more
        taken, self.bytes = self.bytes[:count], self.bytes[count:]
        return taken

    def frame(self):
        """The next frame, its headers decoded."""
        frame, length = Frame.parse_frame_header(memoryview(self.read(9)))
        frame.parse_body(memoryview(self.read(length)))
        if isinstance(frame, HeadersFrame):
            frame.fields = dict(self.decoder.decode(frame.data))
        return frame

    def until(self, kind, stream=None):
        """The next frame of a kind; acknowledges settings on the way."""
        while True:
            frame = self.frame()
            if isinstance(frame, SettingsFrame) and "ACK" not in frame.flags:
                self.send(SettingsFrame(flags=["ACK"]))
            if isinstance(frame, kind) and stream in (None, frame.stream_id):
                return frame

    def answer(self, stream):
        """All headers together, and the data, up to the end of the stream."""
        fields, data = {}, b""
        while True:
            frame = self.until((HeadersFrame, DataFrame, RstStreamFrame), stream)
            if isinstance(frame, HeadersFrame):
                fields.update(frame.fields)
            elif isinstance(frame, DataFrame):
                data += frame.data
            else:
                fields["reset"] = frame.error_code
                return fields, data
            if "END_STREAM" in frame.flags:
                return fields, data

    def status(self, stream):
        return self.answer(stream)[0].get("grpc-status")

    def goodbye(self):
        """The error of the last GOAWAY before the server closes the connection."""
        error = None
        try:
            while True:
                frame = self.frame()
                if isinstance(frame, GoAwayFrame):
                    error = frame.error_code
        except Closed:
            return error

    def drained(self):
        """Reads to the end; nothing else is expected."""
        try:
            while True:
                self.frame()
        except Closed:
            return True
