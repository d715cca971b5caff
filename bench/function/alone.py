"""How long one call takes when no other is in flight: from the first byte sent to the last of its
answer. A client with as little of its own as can be: the bytes of a call are made once, a blocking
socket sends them in one piece, and nothing else runs. (h2load's own figure for one call in flight
is its timer's: it says some milliseconds of every server alike.)"""
import gc
import socket
import statistics
import struct
import time

DATA, HEADERS, SETTINGS, PING, GOAWAY, UPDATE = 0, 1, 4, 6, 7, 8
END_STREAM, END_HEADERS, ACK = 1, 4, 1
WINDOW = 1 << 30


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def literal(name, value):
    """A header that no table keeps (RFC 7541, 6.2.2): its bytes are the same in every call."""
    return b"".join([b"\0", bytes([len(name)]), name.encode(), bytes([len(value)]), value.encode()])


class Caller:
    def __init__(self, address, path, message):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), 60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.headers = b"".join(literal(*field) for field in (
            (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", address),
            ("content-type", "application/grpc"), ("te", "trailers")))
        self.message, self.stream, self.bytes = message, 1, b""
        self.socket.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" +
                            frame(SETTINGS, 0, 0, struct.pack(">HI", 4, WINDOW)) +
                            frame(UPDATE, 0, 0, struct.pack(">I", WINDOW)))

    def take(self, count):
        while len(self.bytes) < count:
            more = self.socket.recv(1 << 16)
            if not more:
                raise RuntimeError("the server has closed")
            self.bytes += more
        taken, self.bytes = self.bytes[:count], self.bytes[count:]
        return taken

    def next_frame(self):
        """The next one that is about a call: (stream, type, flags, length)."""
        while True:
            head = self.take(9)
            length = int.from_bytes(head[:3], "big")
            kind, flags, stream = head[3], head[4], int.from_bytes(head[5:], "big")
            payload = self.take(length)
            if kind in (SETTINGS, PING) and not flags & ACK:
                self.socket.sendall(frame(kind, ACK, 0, payload if kind == PING else b""))
            elif kind == GOAWAY:
                raise RuntimeError(f"the server says goodbye: {payload!r}")
            elif stream:
                return stream, kind, flags, length

    def call(self):
        """Microseconds, and how many bytes of data came."""
        stream, self.stream, received = self.stream, self.stream + 2, 0
        bytes_out = (frame(HEADERS, END_HEADERS, stream, self.headers) +
                     frame(DATA, END_STREAM, stream, self.message))
        began = time.perf_counter_ns()
        self.socket.sendall(bytes_out)
        while True:
            which, kind, flags, length = self.next_frame()
            received += length if kind == DATA else 0
            if which == stream and kind in (DATA, HEADERS) and flags & END_STREAM:
                return (time.perf_counter_ns() - began) / 1000, received
            if kind not in (DATA, HEADERS, UPDATE):
                raise RuntimeError(f"the call ended with a frame of type {kind}")

    def settle(self):
        """Gives back what the window of the connection has spent."""
        self.socket.sendall(frame(UPDATE, 0, 0, struct.pack(">I", 1 << 24)))


def measure(address, path, message, calls):
    """(p50, p99) in microseconds of `calls` calls one after another, some more before them."""
    caller, times = Caller(address, path, message), []
    gc.disable()
    for index in range(calls + calls // 4):
        micros, received = caller.call()
        if received < 1000:
            raise RuntimeError(f"an answer of {received} bytes holds no fourteen Objects")
        if index >= calls // 4:
            times.append(micros)
        if index % 500 == 499:
            caller.settle()
    gc.enable()
    caller.socket.close()
    return statistics.median(times), sorted(times)[len(times) * 99 // 100]
