"""What a request may hold, and what is passed through: bytes by google.protobuf, and broken ones."""
import struct

import once
from once import FATAL, INVALID_ARGUMENT, OK, Once, Response, request

PROBE = ("--bundle", once.ROOT / "tests" / "function" / "bundles" / "probe")


def xr(**spec):
    return {"apiVersion": "example.org/v1alpha1", "kind": "XApp",
            "metadata": {"name": "demo", "namespace": "team-a"}, "spec": spec}


def field(number, data):
    """A length-delimited field."""
    return varint(number << 3 | 2) + varint(len(data)) + data


def varint(value):
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def fields(data):
    """Number and bytes of each length-delimited field of a message."""
    at, found = 0, []
    while at < len(data):
        tag = shift = 0
        while True:
            tag |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if data[at - 1] < 0x80:
                break
        assert tag & 7 == 2, tag
        length = shift = 0
        while True:
            length |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if data[at - 1] < 0x80:
                break
        found.append((tag >> 3, data[at:at + length]))
        at += length
    return found


def named(data, number):
    return [content for n, content in fields(data) if n == number]


def rich():
    """A request with something of everything."""
    made = request(xr(size=3, second=True), {"parameters": {"tier": "gold"}},
                   {"first": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"ready": True}}})
    made.meta.capabilities.extend([1, 2, 3, 4, 5])
    made.observed.composite.connection_details["password"] = b"hunter2"
    made.observed.resources["first"].connection_details["token"] = b"hunter2"
    made.credentials["cloud"].credential_data.data["key"] = b"hunter2"
    once.to_struct({"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "b"}},
                   made.desired.resources["theirs"].resource)
    made.desired.resources["theirs"].ready = 1
    made.desired.resources["theirs"].connection_details["x"] = b"y"
    once.to_struct({"status": {"theirs": 1}}, made.desired.composite.resource)
    made.desired.composite.ready = 2
    once.to_struct({"apiextensions.crossplane.io/environment": {"zone": "a"}}, made.context)
    once.to_struct({"apiVersion": "v1", "kind": "ConfigMap"},
                   made.required_resources["cm"].items.add().resource)
    made.required_resources["none"].SetInParent()
    return made


def test_gives_what_was_rendered_beside_what_was_desired():
    with Once(*PROBE) as server:
        got = server.call(rich())
    assert once.fatal(got) is None, got
    assert set(got.desired.resources) == {"theirs", "first", "second"}
    assert got.desired.resources["first"].ready == 1
    assert got.desired.resources["second"].ready == 0
    assert got.desired.resources["theirs"] == rich().desired.resources["theirs"]
    assert got.desired.composite == rich().desired.composite
    assert got.context == rich().context
    assert got.meta.tag == "a tag" and got.meta.ttl.seconds == 60
    assert not got.HasField("requirements") and not got.HasField("output")


def test_shows_scripts_what_the_request_has():
    with Once(*PROBE) as server:
        got = server.call(rich())
    data = once.to_python(got.desired.resources["first"].resource)["data"]
    assert data == {"size": 3, "parameters": {"tier": "gold"}, "observed": ["first"],
                    "environment": {"apiextensions.crossplane.io/environment": {"zone": "a"}},
                    "required": {"cm": 1, "none": 0}}, data


def test_names_that_both_answer_are_taken_from_the_new_field():
    made = request(xr())
    for name in ("both", "old"):
        once.to_struct({"kind": "ConfigMap"}, made.extra_resources[name].items.add().resource)
    made.required_resources["both"].SetInParent()
    with Once(*PROBE) as server:
        got = server.call(made)
    data = once.to_python(got.desired.resources["first"].resource)["data"]
    assert data["required"] == {"both": 0, "old": 1}


def test_passes_bytes_of_earlier_steps_through():
    unknown = field(77, b"of a newer protocol")
    entry = field(1, b"theirs") + field(2, rich().desired.resources["theirs"].SerializeToString()
                                        + unknown)
    desired = field(2, entry) + unknown
    context = field(1, field(1, b"k") + field(2, field(3, b"v"))) + unknown
    data = request(xr()).SerializeToString() + field(3, desired) + field(5, context)
    with Once(*PROBE) as server:
        status, got = server.raw(data)
    assert status == OK
    assert named(got, 4) == [context]
    state = named(got, 2)[0]
    assert named(state, 2)[0] == entry and named(state, 77) == [b"of a newer protocol"]


def test_fatal_passes_everything_through_unchanged():
    made = rich()
    del made.observed.composite.resource.fields["kind"]
    data = made.SerializeToString()
    with Once(*PROBE) as server:
        status, got = server.raw(data)
    assert status == OK and once.fatal(Response.FromString(got)) is not None
    assert named(got, 2) == named(data, 3) and named(got, 4) == named(data, 5)


def test_pieces_of_one_message_are_one_message():
    made, data = request(xr(size=1)), b""
    for key, value in xr(size=1).items():
        piece = request({key: value})
        piece.meta.Clear()
        data += piece.SerializeToString()
    data += field(3, field(2, field(1, b"a") + field(2, b"")))
    data += field(3, field(2, field(1, b"b") + field(2, b"")))
    with Once(*PROBE) as server:
        got = server.call(made)
        pieces = Response.FromString(server.raw(data)[1])
    assert pieces.desired.resources["first"] == got.desired.resources["first"]
    assert set(pieces.desired.resources) == {"first", "a", "b"}


def test_the_last_of_a_repeated_thing_counts():
    data = request(xr(size=1)).SerializeToString() + field(1, field(1, b"another tag"))
    observed = {"kind": "ConfigMap", "data": {"ready": False}}
    for ready in (True, False):
        observed["data"]["ready"] = ready
        data += request(None, observed={"first": observed}, tag="").SerializeToString()
    with Once(*PROBE) as server:
        got = Response.FromString(server.raw(data)[1])
    assert got.meta.tag == "another tag"
    assert got.desired.resources["first"].ready == 2


def test_entries_without_key_or_value():
    data = request(xr()).SerializeToString() + field(2, field(2, b"") + field(2, field(1, b"x")))
    data += field(3, field(2, b"")) + field(8, field(1, b"asked"))
    with Once(*PROBE) as server:
        got = Response.FromString(server.raw(data)[1])
    first = once.to_python(got.desired.resources["first"].resource)["data"]
    assert first["required"] == {"asked": 0} and first["observed"] == []
    assert set(got.desired.resources) == {"first", ""}


def test_capabilities_packed_and_not():
    asked = xr(requires={"cm": {"apiVersion": "v1", "kind": "ConfigMap", "name": "x"}})
    packed, single = request(asked), request(asked).SerializeToString()
    packed.meta.capabilities.extend([1, 2])
    single += field(1, varint(2 << 3) + varint(2))
    with Once(*PROBE) as server:
        for data in (packed.SerializeToString(), single):
            got = Response.FromString(server.raw(data)[1])
            assert set(got.requirements.resources) == {"cm"}
            assert not got.requirements.extra_resources


def test_unknown_fields_are_passed_over_and_not_echoed():
    data = request(xr()).SerializeToString()
    more = field(99, b"x" * 1000000) + varint(98 << 3) + varint(2 ** 63)
    more += varint(97 << 3 | 1) + b"12345678" + varint(96 << 3 | 5) + b"1234"
    with Once(*PROBE) as server:
        assert server.raw(more + data)[1] == server.raw(data)[1]


def test_refuses_every_cut_of_a_request():
    data = rich().SerializeToString()
    with Once(*PROBE) as server:
        for length in range(1, len(data)):
            status, got = server.raw(data[:length])
            if status == INVALID_ARGUMENT:
                continue
            # A cut between two fields is a whole message: then one of ours may be missing.
            Response.FromString(got)
            assert all(len(field(n, c)) for n, c in fields(data[:length]))


def test_refuses_what_is_no_message():
    whole = request(xr()).SerializeToString()
    broken = [b"\xff" * 11, b"\x08" + b"\xff" * 10, varint(2 << 3 | 2) + varint(2 ** 31),
              varint(2 << 3 | 2) + varint(2 ** 63), varint(2 << 3 | 2) + b"\xff" * 9 + b"\x01",
              b"\x02\x00", b"\x0b", b"\x0c", b"\x0e", b"\x0f", b"\x0b" * 100000,
              field(1, field(1, b"\xff")), field(1, field(1, b"a\0b")),
              field(2, field(2, field(1, b"\xc0\x80"))), field(2, b"\x12\x05a"),
              field(2, field(1, b"\x0a\x05a")), field(3, b"\x12\x05a"), field(8, b"\x12\x05a"),
              field(1, field(2, b"\xff"))]
    with Once(*PROBE) as server:
        for data in broken:
            status, sentence = server.raw(whole + data)
            assert status == INVALID_ARGUMENT, (data[:20], status)
            assert sentence.startswith(b"malformed RunFunctionRequest: "), sentence


def nested(levels):
    """A Value so deep, made from the inside out without copying it at each level."""
    parts = [field(3, b"deep")]
    length = len(parts[0])
    for _ in range(levels):
        for head in (varint(2 << 3 | 2), field(1, b"a") + b"", varint(1 << 3 | 2),
                     varint(5 << 3 | 2)):
            part = head if head[:1] == b"\x0a" and len(head) > 1 else head + varint(length)
            parts.append(part)
            length += len(part)
    return b"".join(reversed(parts))


def test_deep_nesting_is_refused_and_survived():
    with Once(*PROBE) as server:
        for levels in (51, 101, 10000, 200000):
            composite = request(xr()).observed.composite.resource.SerializeToString()
            composite += field(1, field(1, b"deep") + field(2, nested(levels)))
            data = field(2, field(1, field(1, composite)))
            status, got = server.raw(data)
            refused = status != OK or once.fatal(Response.FromString(got)) is not None
            assert refused == (levels > 51), (levels, status)


def test_many_empty_values_are_bounded():
    composite = request(xr()).observed.composite.resource.SerializeToString()
    empty = field(1, field(1, b"v") + field(2, field(6, field(1, b"") * 1500000)))
    with Once(*PROBE) as server:
        got = server.call(once.Request.FromString(field(2, field(1, field(1, composite + empty)))))
        assert "nodes" in once.fatal(got) or "values" in once.fatal(got), got


def test_numbers_that_no_document_has():
    composite = request(xr()).observed.composite.resource.SerializeToString()
    with Once(*PROBE) as server:
        for bad in (float("nan"), float("inf")):
            number = field(1, field(1, b"spec") + field(2, field(5, field(
                1, field(1, b"size") + field(2, b"\x11" + struct.pack("<d", bad))))))
            status, got = server.raw(field(2, field(1, field(1, composite + number))))
            assert status == OK and "spec.size" in once.fatal(Response.FromString(got))


def test_needs_an_xr():
    with Once(*PROBE) as server:
        for made in (once.Request(), request(None)):
            assert once.fatal(server.call(made)) == \
                "the request has no observed.composite: there is no XR to render"


def test_an_xr_of_another_kind():
    with Once(*PROBE) as server:
        got = server.call(request({"apiVersion": "example.org/v2", "kind": "YApp"}))
        assert once.fatal(got) == \
            "apiVersion: expected apiVersion 'example.org/v1alpha1', got 'example.org/v2'\n" \
            "kind: expected kind 'XApp', got 'YApp'"


def test_an_xr_on_its_way_out():
    leaving = xr(size=1)
    leaving["metadata"]["deletionTimestamp"] = "2020-01-01T00:00:00Z"
    with Once(*PROBE) as server:
        assert once.fatal(server.call(request(leaving))) == \
            "the XR is being deleted: nothing is rendered for it"


def test_replaces_nothing_that_another_function_made():
    made = request(xr())
    made.desired.resources["first"].connection_details["kept"] = b"x"
    with Once(*PROBE) as server:
        got = server.call(made)
        assert got.desired.resources["first"].connection_details["kept"] == b"x"
        assert got.desired.resources["first"].HasField("resource")
        once.to_struct({"kind": "ConfigMap"}, made.desired.resources["first"].resource)
        assert once.fatal(server.call(made)) == \
            "an earlier step already desires a resource named 'first'; luxr replaces nothing " \
            "that another function made"


def test_status_is_laid_over_that_of_earlier_steps():
    made = request(xr(say={"deep": {"ours": 1, "both": "ours"}, "list": [1]}))
    once.to_struct({"kind": "XApp", "spec": {"theirs": True},
                    "status": {"deep": {"theirs": 1, "both": "theirs"}, "list": [2, 3]}},
                   made.desired.composite.resource)
    made.desired.composite.ready = 1
    with Once(*PROBE) as server:
        got = server.call(made).desired.composite
    assert got.ready == 1
    assert once.to_python(got.resource) == {
        "apiVersion": "example.org/v1alpha1", "kind": "XApp", "spec": {"theirs": True},
        "status": {"deep": {"theirs": 1, "ours": 1, "both": "ours"}, "list": [1]}}


def test_answers_of_more_than_4_mib_name_the_largest():
    many = {f"n{i}": {"name": f"n{i}", "size": 900000} for i in range(5)}
    many["n3"]["size"] = 901000
    with Once(*PROBE) as server:
        made = request(xr(many=many, size=1))
        said = once.fatal(server.call(made))
    assert said.startswith("the response takes 450") and \
        said.endswith(" bytes, more than the 4194304 that the caller reads; "
                      "the largest resource is 'n3' with 901157 bytes"), said


def test_what_cannot_even_be_passed_through():
    made = request(xr(fail="error", failAt="check"))
    for i in range(5):
        once.to_struct({"data": "x" * 900000}, made.desired.resources[f"n{i}"].resource)
    with Once(*PROBE) as server:
        assert server.call(made) == (
            once.RESOURCE_EXHAUSTED, "what earlier steps desire is larger than a response may be")


def test_severities():
    with Once(*PROBE) as server:
        got = server.call(request(xr(fail="error", failAt="check")))
        assert [(r.severity, r.target) for r in got.results] == [(FATAL, 1)]
