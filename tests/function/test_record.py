"""Recorded calls: whole, bounded, without secrets; and rendered again."""
import base64
import json
import os
import pathlib
import subprocess
import tempfile

import once
from once import Once, Request, Response, request
from test_request import PROBE, rich, xr

LUXR = once.BUILD / "luxr"


def secret(name, value):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name, "annotations": {
        "kubectl.kubernetes.io/last-applied-configuration": value}},
        "data": {"password": value, "deep": {"list": [value, {"x": value}]}},
        "stringData": {"other": value}}


def with_secrets():
    made = rich()
    hidden = "SECRET" + "hunter2"
    made.credentials["cloud"].credential_data.data["key"] = hidden.encode()
    made.observed.composite.connection_details["password"] = hidden.encode()
    made.observed.resources["first"].connection_details["token"] = hidden.encode()
    made.desired.resources["theirs"].connection_details["x"] = hidden.encode()
    once.to_struct(secret("a", hidden), made.observed.resources["a"].resource)
    once.to_struct({"kind": "Object", "spec": {"forProvider": {"manifest": secret("b", hidden)}},
                    "status": {"list": [secret("c", hidden)]}},
                   made.observed.resources["b"].resource)
    once.to_struct(secret("d", hidden), made.required_resources["s"].items.add().resource)
    once.to_struct(secret("e", hidden), made.extra_resources["e"].items.add().resource)
    once.to_struct(secret("f", hidden), made.desired.resources["f"].resource)
    return made, hidden.encode()


def record(*requests):
    """The files of a run, as values."""
    with tempfile.TemporaryDirectory() as place:
        with Once(*PROBE, "--record", place) as server:
            answers = [server.call(made) for made in requests]
        files = sorted(os.listdir(place))
        return answers, files, [json.loads(pathlib.Path(place, f).read_text()) for f in files]


def messages(kept):
    return (Request.FromString(base64.b64decode(kept["request"])),
            Response.FromString(base64.b64decode(kept["response"])))


def test_keeps_what_was_asked_and_answered():
    made = request(xr(size=3), {"parameters": {"a": 1}})
    (answer,), files, (kept,) = record(made)
    assert files == ["call-000.json"]
    assert messages(kept) == (made, answer)
    assert {name: kept[name] for name in ("format", "kind", "xr", "tag", "ttl", "status")} == {
        "format": 1, "kind": "XApp", "xr": "team-a/demo", "tag": "a tag", "ttl": 60000,
        "status": 0}
    assert len(kept["bundle"]) == 64


def test_keeps_no_secret_but_every_name():
    made, hidden = with_secrets()
    (answer,), _, (kept,) = record(made)
    assert hidden in answer.SerializeToString() and hidden in made.SerializeToString()
    asked, answered = messages(kept)
    for message in (asked, answered):
        assert hidden not in message.SerializeToString()
    data = once.to_python(asked.observed.resources["b"].resource)
    manifest = data["spec"]["forProvider"]["manifest"]
    assert manifest["data"] == {"password": "(redacted)", "deep": {
        "list": ["(redacted)", {"x": "(redacted)"}]}}
    assert data["status"]["list"][0]["stringData"] == {"other": "(redacted)"}
    assert answered.desired.resources["second"].resource["stringData"]["password"] == "(redacted)"
    assert set(asked.credentials["cloud"].credential_data.data) == {"key"}
    assert once.to_python(asked.observed.composite.resource) == \
        once.to_python(made.observed.composite.resource)


def test_a_secret_is_in_no_log_and_no_metric():
    made, hidden = with_secrets()
    broken = Request.FromString(made.SerializeToString())
    broken.observed.composite.resource["spec"].update({"failAt": "status", "fail": "error"})
    with tempfile.TemporaryFile() as log, tempfile.TemporaryDirectory() as place:
        with Once(*PROBE, "--debug", "--record", place, log=log) as server:
            server.call(made)
            server.call(broken)
            assert hidden.decode() not in server.metrics()
        log.seek(0)
        text = log.read()
    assert b"rendered" in text and hidden not in text


def test_keeps_failures_and_not_what_is_malformed():
    made = request(xr(fail="error", failAt="check"))
    with tempfile.TemporaryDirectory() as place:
        with Once(*PROBE, "--record", place) as server:
            assert server.raw(b"\xff")[0] == once.INVALID_ARGUMENT
            answer = server.call(made)
        assert os.listdir(place) == ["call-001.json"]
        kept = json.loads(pathlib.Path(place, "call-001.json").read_text())
    assert once.fatal(answer) and messages(kept) == (made, answer)


def test_keeps_a_thousand_and_goes_on_behind_the_newest():
    with tempfile.TemporaryDirectory() as place:
        for rounds in range(2):
            with Once(*PROBE, "--record", place) as server:
                for i in range(510):
                    server.call(request(xr(), tag=f"{rounds}.{i}"))
        files = sorted(os.listdir(place))
        assert len(files) == 1000 and files[0] == "call-000.json"
        first = json.loads(pathlib.Path(place, "call-000.json").read_text())
        assert first["tag"] == "1.490", first["tag"]


def test_does_not_start_when_it_cannot_record():
    with Once(*PROBE, "--record", "/nonexistent") as server:
        pass
    assert server.code == 70


def replay(*arguments):
    done = subprocess.run([LUXR, "replay", *map(str, arguments)], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def test_replays():
    with tempfile.TemporaryDirectory() as place:
        with Once(*PROBE, "--record", place) as server:
            server.call(with_secrets()[0])
            server.call(request(xr(fail="error", failAt="check")))
        good, bad = pathlib.Path(place, "call-000.json"), pathlib.Path(place, "call-001.json")
        assert replay(*PROBE, good, bad) == (
            0, f"{good}: team-a/demo: the same\n{bad}: team-a/demo: the same\n", "")
        overlay = pathlib.Path(place, "overlay/resources/second.lua")
        overlay.parent.mkdir(parents=True)
        overlay.write_text('local second = require "resources.second"\nsecond.render = function()\n'
                           '  return { apiVersion = "v1", kind = "ConfigMap",\n'
                           '           metadata = { name = "second" }, data = { a = "b" } }\n'
                           'end\nreturn second\n')
        code, out, err = replay(*PROBE, "--overlay", overlay.parents[1], good)
        assert (code, err) == (1, "") and out.splitlines() == [
            f"{good}: team-a/demo",
            '+ desired.resources.second.resource.data.a: "b"',
            '- desired.resources.second.resource.kind: "Secret"',
            '+ desired.resources.second.resource.kind: "ConfigMap"',
            '- desired.resources.second.resource.metadata.annotations.example.org/probe: "true"',
            '- desired.resources.second.resource.stringData.password: "(redacted)"'], out
        code, out, _ = replay(good)
        assert code == 1 and "+ results[0].severity: 1\n" in out


def test_help_of_replay():
    code, out, err = replay("--help")
    assert (code, err) == (0, "") and "\nExample:\n" in out and "--overlays-dir" in out
    assert max(map(len, out.splitlines())) <= 79


def test_says_what_cannot_be_replayed():
    with tempfile.TemporaryDirectory() as place:
        file = pathlib.Path(place, "x.json")
        for text, sentence in (("{", "is no recorded call"), ("[]", "is no recorded call"),
                               ('{"format": 2}', "is no recorded call of format 1"),
                               ('{"format": 1, "request": "a"}',
                                "holds a message that is no base64"),
                               ('{"format": 1, "response": "/w=="}',
                                "holds a response that is malformed")):
            file.write_text(text)
            assert replay(file) == (65, "", f"{file}: error: {sentence}\n"), text
        assert replay(place + "/none")[::2] == (
            66, f"{place}/none: error: No such file or directory\n")
        assert replay()[0] == 64 and replay("--nonsense", "x")[0] == 64
