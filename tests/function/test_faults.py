"""Every fault that can be injected: none is answered with success and fewer resources."""
import json
import pathlib
import shutil
import tempfile

import once
from once import CANCELLED, DEADLINE_EXCEEDED, Once, request
from test_request import PROBE, field, nested, rich, xr

HOOKS = ("check", "decide", "requires", "mutate", "verify", "status")
FAULTS = {
    "error": "probe/policies/probe.lua:3: as asked",
    "steps": "probe/policies/probe.lua:4: the scripts took more than 20000000 steps",
    "memory": "probe/policies/probe.lua:5: the scripts used more than 64 MiB of memory",
    "string": "probe/policies/probe.lua:6: a string of more than 1048576 bytes (the limit)",
    "reject": "spec.fail: is refused as asked (ask for something else)",
}


def failing(hook, fault):
    made = rich()
    made.observed.composite.resource["spec"].update({"failAt": hook, "fail": fault})
    return made


def test_each_fault_in_each_hook():
    with Once(*PROBE) as server:
        for hook in HOOKS:
            for fault, sentence in FAULTS.items():
                made = failing(hook, fault)
                got = server.call(made)
                # Two manifests are changed, and both are refused; other faults end the render.
                twice = hook == "mutate" and fault == "reject"
                assert once.fatal(got) == "\n".join([sentence] * (1 + twice)), (hook, fault, got)
                assert got.desired == made.desired and got.context == made.context
                assert not got.HasField("requirements") and not got.conditions
        assert set(server.call(rich()).desired.resources) == {"theirs", "first", "second"}
        counts = server.metrics()
    for line in ('luxr_limits_total{limit="steps"} 6', 'luxr_limits_total{limit="memory"} 6',
                 'luxr_limits_total{limit="string"} 6',
                 'luxr_calls_total{code="OK",outcome="script"} 6',
                 'luxr_calls_total{code="OK",outcome="limit"} 18',
                 'luxr_calls_total{code="OK",outcome="refused"} 6',
                 'luxr_calls_total{code="OK",outcome="rendered"} 1',
                 'luxr_script_errors_total{script="probe/policies/probe.lua"} 24'):
        assert line + "\n" in counts, (line, counts)


def test_the_log_says_who_failed():
    with tempfile.TemporaryFile() as log:
        with Once(*PROBE, log=log) as server:
            made = failing("status", "error")
            made.input["metadata"] = {"name": "a-step"}
            server.call(made)
        log.seek(0)
        line = json.loads(log.read())
    assert {name: line[name] for name in line if name not in ("time", "microseconds")} == {
        "level": "error", "msg": "not rendered", "tag": "a tag", "kind": "XApp",
        "namespace": "team-a", "name": "demo", "step": "a-step", "outcome": "script", "code": 0,
        "hook": "probe.status", "problem": "probe/policies/probe.lua:3: as asked"}, line


def test_a_place_is_named_once_however_long_its_path():
    with tempfile.TemporaryDirectory() as place:
        for length in range(1, 90):
            bundle = pathlib.Path(place, "x" * length, "probe")
            shutil.copytree(PROBE[1], bundle)
            with Once("--bundle", bundle) as server:
                got = once.fatal(server.call(failing("check", "error")))
            assert got == FAULTS["error"], (length, got)


def test_a_render_that_returns_nothing_or_too_much():
    with Once(*PROBE) as server:
        got = server.call(failing("render", "nothing"))
        assert once.fatal(got).endswith(
            "render must return a manifest (a table), got nothing"), got
        many = {f"n{i}": {"name": f"n{i}"} for i in range(1001)}
        got = server.call(request(xr(many=many)))
        assert once.fatal(got) == "more than 1000 resources (the limit of one render)"
        many = {"a": {"name": "a", "size": 1048577}}
        got = server.call(request(xr(many=many)))
        assert "1048576" in once.fatal(got)


def test_all_or_nothing_of_many():
    many = {f"n{i}": {"name": f"n{i}"} for i in range(300)}
    many["n299"]["size"] = "no number"
    with Once(*PROBE) as server:
        assert once.fatal(server.call(request(xr(many=many)))) is not None
        many["n299"]["size"] = 1
        assert len(server.call(request(xr(many=many))).desired.resources) == 301


def broken_observed():
    """Bytes of Structs that make no sense, each in its own way."""
    yield b"\x0a\x05a"
    yield field(1, b"\x0a\x05a")
    yield field(1, field(1, b"\xff") + field(2, b""))
    yield field(1, field(1, b"data") + field(2, b"\x2a\x7f"))
    yield field(1, field(1, b"data") + field(2, field(3, b"\xff\xfe")))
    yield field(1, field(1, b"data") + field(2, nested(3000)))


def test_a_broken_observed_object():
    whole = request(xr()).SerializeToString()
    with Once(*PROBE) as server:
        for struct in broken_observed():
            data = whole + field(2, field(2, field(1, b"first") + field(2, field(1, struct))))
            status, got = server.raw(data)
            if status == once.OK:
                got = once.Response.FromString(got)
                # Read where a script looks: then it is fatal, or nobody had to look.
                assert once.fatal(got) is not None or set(got.desired.resources) == {"first"}
            else:
                assert status == once.INVALID_ARGUMENT, (struct, got)


def test_a_call_that_is_cancelled():
    with Once(*PROBE) as server:
        made = failing("decide", "steps")
        server.stop_after(0)
        assert server.call(made) == (CANCELLED, "the call was cancelled")
        server.stop_after(3)
        assert server.call(made) == (CANCELLED, "the call was cancelled")
        server.stop_after(-1)
        assert server.call(rich()).desired.resources["first"].ready == 1
        assert 'luxr_calls_total{code="Canceled",outcome="stopped"} 2\n' in server.metrics()


def test_a_call_whose_deadline_passes():
    with Once(*PROBE) as server:
        server.deadline(0)
        assert server.call(rich()) == (DEADLINE_EXCEEDED, "the call came after its deadline")
        server.deadline(1)
        assert server.call(failing("decide", "steps")) == (
            DEADLINE_EXCEEDED, "the render was not done before the call's deadline")
        server.deadline(60000)
        assert server.call(rich()).desired.resources["first"].ready == 1


def test_scripts_of_the_input_that_fail():
    with Once(*PROBE) as server:
        for text, sentence in (
                ("return {", "input.scripts/lib/bad.lua:1: "),
                ("error 'at once'", "input.scripts/lib/bad.lua:1: at once"),
                ("while true do end", "input.scripts/lib/bad.lua:1: the scripts took more than "),
                ("local t = {} for i = 1, 1e9 do t[i] = {i} end return {}",
                 "input.scripts/lib/bad.lua:1: the scripts used more than 64 MiB of memory")):
            made = rich()
            made.input["scripts"] = {
                "lib/bad.lua": text,
                "resources/first.lua": 'require "lib.bad"\nreturn require "resources.first"'}
            for _ in range(2):  # refused again without being loaded again
                got = server.call(made)
                assert once.fatal(got).startswith(sentence), got
                assert got.desired == made.desired


def test_locks_of_the_server_hold_against_the_input():
    with tempfile.TemporaryDirectory() as place:
        pathlib.Path(place, "overlay.lua").write_text('return { lock = { "probe" } }\n')
        with Once(*PROBE, "--overlay", place) as server:
            policy = 'return { name = "probe" }'
            got = server.call(request(xr(), {"scripts": {"policies/probe.lua": policy}}))
            assert "lock" in once.fatal(got), got
            assert once.fatal(server.call(request(xr()))) is None
