"""google.protobuf reads what luxr writes as a Struct, luxr reads what google.protobuf writes, and
of any bytes both say the same; each golden is the same manifests as Structs and as YAML."""
import json
import math
import random
import struct
import subprocess
import sys
import warnings

from google.protobuf.message import DecodeError
from google.protobuf.struct_pb2 import ListValue, Struct, Value

from cases import LUXR, Tally, all_cases
from reading import difference, yaml_documents

PROGRAM = LUXR.parent / "oracle" / "structs"
PIECES = ["a", "B", "1", " ", "\n", "\t", "\"", "\\", "'", ":", "\x01", "\x7f", "é", "€", "\u2028",
          "\ufeff", "😀", "word ", "true", "null", "1.5", "/", ".", "long text that is longer "]


def frames(data):
    found, at = [], 0
    while at < len(data):
        length, = struct.unpack_from("<I", data, at)
        found.append(data[at + 4:at + 4 + length])
        at += 4 + length
    return found


class Converter:
    def __init__(self):
        self.process = subprocess.Popen([PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def _frame(self):
        length, = struct.unpack("<I", self.process.stdout.read(4))
        return self.process.stdout.read(length)

    def convert(self, formats, data):
        """The bytes; raises ValueError with the sentences."""
        for part in formats.encode(), data:
            self.process.stdin.write(struct.pack("<I", len(part)) + part)
        self.process.stdin.flush()
        status, answer = self._frame(), self._frame()
        if status != b"ok":
            raise ValueError(answer.decode())
        return answer

    def close(self):
        self.process.stdin.close()
        return self.process.wait()


# ---- data ----------------------------------------------------------------------------------

def number(rng):
    kind = rng.randrange(4)
    if kind == 0:
        return float(rng.randrange(-10, 1000))
    if kind == 1:
        return float(rng.randrange(-2**53 + 1, 2**53))
    if kind == 2:
        return rng.uniform(-1e6, 1e6)
    value, = struct.unpack("<d", rng.randbytes(8))
    return value if math.isfinite(value) else 0.25


def text(rng):
    return "".join(rng.choice(PIECES) for _ in range(rng.choice((0, 1, 2, 5, 40))))


def data(rng, depth):
    kind = rng.randrange(8 if depth else 5)
    if kind < 2:
        return text(rng)
    if kind < 5:
        return (None, rng.random() < 0.5, number(rng))[kind - 2]
    if kind == 5:
        return [data(rng, depth - 1) for _ in range(rng.randrange(5))]
    return {text(rng): data(rng, depth - 1) for _ in range(rng.randrange(6))}


def message_of(value):
    """A Value, with what python3-protobuf's own conversion would refuse or change."""
    if value is None:
        return Value(null_value=0)
    if isinstance(value, bool):
        return Value(bool_value=value)
    if isinstance(value, float):
        return Value(number_value=value)
    if isinstance(value, str):
        return Value(string_value=value)
    if isinstance(value, list):
        return Value(list_value=ListValue(values=[message_of(item) for item in value]))
    return Value(struct_value=struct_of(value))


def struct_of(value):
    return Struct(fields={key: message_of(item) for key, item in value.items()})


def data_of(message):
    kind = message.WhichOneof("kind")
    if kind in (None, "null_value"):
        return None
    if kind == "struct_value":
        return fields_of(message.struct_value)
    if kind == "list_value":
        return [data_of(item) for item in message.list_value.values]
    return getattr(message, kind)


def fields_of(message):
    return {key: data_of(item) for key, item in message.fields.items()}


def as_numbers(value):
    """JSON knows integers; a Struct knows doubles only. Of bools both know."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, list):
        return [as_numbers(item) for item in value]
    if isinstance(value, dict):
        return {key: as_numbers(item) for key, item in value.items()}
    return value


# ---- tests ---------------------------------------------------------------------------------

def reads(converter, rng, rounds):
    for _ in range(rounds):
        wanted = {"": data(rng, 5), "v": data(rng, 5)}
        sent = struct_of(wanted).SerializeToString()
        got = as_numbers(json.loads(converter.convert("struct>json", sent)))
        found = difference(wanted, got)
        if found:
            yield f"read: {found}"


def writes(converter, rng, rounds):
    for _ in range(rounds):
        wanted = {"v": data(rng, 5), "w": data(rng, 5)}
        sent = json.dumps(wanted, ensure_ascii=False).encode()
        written = converter.convert("json>struct", sent)
        message = Struct.FromString(written)
        found = difference(wanted, fields_of(message))
        if found:
            yield f"written: {found}"
        if written != message.SerializeToString(deterministic=True):
            yield "the bytes differ from those of the deterministic serialization"


def integral_numbers_are_integers(converter, _rng, _rounds):
    sent = struct_of({"a": 8.0, "b": -0.0, "c": 2.0**53, "d": 0.5, "e": 1e300}).SerializeToString()
    got = converter.convert("struct>json", sent).decode()
    if got != '{"a":8,"b":0,"c":9007199254740992,"d":0.5,"e":1e+300}':
        yield f"got {got}"


def too_much_for_us(sentences):
    """What luxr refuses although it is a Struct: none of it has a place in a document."""
    return any(reason in sentences for reason in (
        "a zero character", "NaN (not a number)", "infinity has no place", "nested deeper"))


def parsed(sent):
    """The message. Of a tag that ends a group python3-protobuf only warns, or fails clumsily where
    a warning is an error, as it is here."""
    message = Struct()
    if message.MergeFromString(sent) != len(sent):
        raise DecodeError("there is more")
    return message


def mutate(rng, sent):
    sent = bytearray(sent)
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(sent) + 1)
        kind = rng.randrange(4)
        if kind == 0:
            sent[at:at] = rng.randbytes(rng.randrange(1, 4))
        elif kind == 1:
            del sent[at:at + rng.randrange(1, 4)]
        elif kind == 2 and at < len(sent):
            sent[at] = rng.choice((0, 1, 2, 8, 10, 18, 26, 42, 50, 127, 128, 255))
        else:
            begin = rng.randrange(len(sent) + 1)
            sent[at:at] = sent[begin:begin + rng.randrange(12)]
    return bytes(sent)


def judges(converter, rng, rounds):
    """Of a value that another one follows luxr does not look at what is inside, since it does not
    count; so it takes a few that google.protobuf refuses. That one cuts tags off at 32 bits."""
    accepted, odd = 0, []
    for _ in range(rounds):
        sent = mutate(rng, struct_of({"v": data(rng, 3), "w": data(rng, 2)}).SerializeToString())
        try:
            wanted = fields_of(parsed(sent))
        except (DecodeError, UnicodeDecodeError, SystemError):
            wanted = None
        try:
            got = as_numbers(json.loads(converter.convert("struct>json", sent)))
        except ValueError as error:
            got, sentences = None, str(error)
        if wanted is None and got is not None:
            odd.append(f"google.protobuf refuses, luxr takes {sent!r}")
        elif got is None and wanted is not None and not too_much_for_us(sentences):
            odd.append(f"google.protobuf takes, luxr refuses {sent!r}: {sentences}")
        elif got is not None:
            accepted += 1
            found = difference(wanted, got)
            if found:
                yield f"{sent!r}: {found}"
    if len(odd) > rounds / 1000:
        yield from odd
    if not rounds / 20 < accepted < rounds:
        yield f"{accepted} of {rounds} were taken: the test does not try both"


def with_length(part):
    return (bytes([len(part) & 127 | 128, len(part) >> 7]) if len(part) > 127
            else bytes([len(part)])) + part


def joins_pieces(converter, _rng, _rounds):
    """A message that comes twice where one may stand is both of them."""
    one, two = struct_of({"a": 1.0, "b": [1.0]}), struct_of({"b": [2.0], "c": "x"})
    value = Value(struct_value=one).SerializeToString() + Value(struct_value=two).SerializeToString()
    again = Value(list_value=ListValue(values=[message_of(True)])).SerializeToString()
    for parts in ([value], [value, value], [again, again], [again, value], [value, again, again]):
        entry = b"\x0a\x01m" + b"".join(b"\x12" + with_length(part) for part in parts)
        sent = b"\x0a" + with_length(entry)
        wanted = fields_of(parsed(sent))
        got = as_numbers(json.loads(converter.convert("struct>json", sent)))
        found = difference(wanted, got)
        if found:
            yield f"{sent!r}: {found}"


def renders(case):
    done = subprocess.run([PROGRAM, "render", case.source, *case.flags], capture_output=True,
                          check=True)
    status, *rest = frames(done.stdout)
    if status != b"ok":
        yield f"{status.decode()}: {rest[0].decode()}"
        return
    got = [fields_of(Struct.FromString(data)) for data in rest[1::2]]
    wanted = as_numbers(yaml_documents(case.render()))
    if not got:
        yield "rendered nothing"
    found = difference(wanted, got)
    if found:
        yield found


def main():
    warnings.simplefilter("error", RuntimeWarning)
    tally, converter = Tally(), Converter()
    for name, body, rounds in (
            ("random Structs are read", reads, 1500),
            ("random documents are written", writes, 1500),
            ("integral numbers are integers", integral_numbers_are_integers, 1),
            ("changed bytes are taken or refused", judges, 6000),
            ("pieces are joined", joins_pieces, 1)):
        tally.test(name, body, converter, random.Random(name), rounds)
    tally.test("the converter ends well", lambda: ["it failed"] if converter.close() else [])
    for case in all_cases():
        tally.test(case.name, renders, case)
    return tally.done()


sys.exit(main())
