"""The step's input: what is refused and how it is said, and the CRD that says the same."""
import re

import jsonschema

import once
from once import INPUT, Once, request
from test_request import PROBE, xr

CRD = once.load(once.ROOT / "package" / "input" / "luxr.fn.crossplane.io_inputs.yaml")


def said(server, sent, **spec):
    made = request(xr(**spec))
    once.to_struct(sent, made.input)
    return once.fatal(server.call(made))


REFUSED = [
    ({"bundel": "x"}, "input.bundel is no field (did you mean 'bundle'?)"),
    ({"zzzz": 1}, "input.zzzz is no field"),
    ({"bundle": 1}, "input.bundle must be a text, got a number"),
    ({"bundle": ""}, "input.bundle must not be empty"),
    ({"overlays": "a"}, "input.overlays must be a list, got a text"),
    ({"overlays": [1]}, "input.overlays[0] must be the name of an overlay"),
    ({"overlays": ["a", ""]}, "input.overlays[1] must be the name of an overlay"),
    ({"overlays": ["a"] * 17},
     "input.overlays has 17 items, more than the 16 that are allowed"),
    ({"scripts": []}, "input.scripts must be an object, got a list"),
    ({"scripts": {"policies/a.lua": 1}},
     "input.scripts has 'policies/a.lua', whose value must be the script's text"),
    ({"scripts": {f"a{i}.lua": "" for i in range(257)}},
     "input.scripts has 257 entries, more than the 256 that are allowed"),
    ({"parameters": "x"}, "input.parameters must be an object, got a text"),
    ({"ttl": 60}, "input.ttl must be a text, got a number"),
    ({"envelope": "no"}, "input.envelope must be a truth value, got a text"),
    ({"strict": 1}, "input.strict must be a truth value, got a number"),
    ({"metadata": "x"}, "input.metadata must be an object, got a text"),
] + [
    ({"ttl": text}, "input.ttl must be a duration of at most a year, such as 90s or 5m, "
     f"got '{text}'") for text in ("", "5", "s", "1.s", ".5s", "1..5s", "1d", "5 s", "-1s",
                                   "1s2", "1234567890s")
] + [
    ({"scripts": {path: ""}}, f"input.scripts has '{path}', which is no path of a script, such as "
     "policies/scaling.lua") for path in ("a", ".lua", "/a.lua", "../a.lua", "a//b.lua",
                                          "a/.b.lua", "a/../b.lua", "a b.lua", "a.b.lua", "a/.lua",
                                          "policies/a.yaml")
]
TAKEN = [
    {}, {"metadata": {"name": "a-step", "labels": {"a": "b"}}}, {"bundle": "probe"},
    {"overlays": []}, {"scripts": {}}, {"scripts": {"lib/a-b_c.lua": "return {}", "overlay.lua": "return {}"}},
    {"parameters": {"a": {"b": [1, "x", None, True]}}},
    {"envelope": True}, {"envelope": False}, {"strict": True}, {"strict": False},
] + [{"ttl": text} for text in ("0s", "90s", "1m30s", "1.5h", "250ms", "8760h")]


def test_says_what_is_refused():
    with Once(*PROBE) as server:
        for sent, sentence in REFUSED:
            got = said(server, {**INPUT, **sent})
            assert got == sentence, (sent, got)


def test_takes_the_rest():
    with Once(*PROBE) as server:
        for sent in TAKEN:
            got = said(server, {**INPUT, **sent})
            assert got is None, (sent, got)


def test_needs_to_know_what_it_is():
    missing = ("input.apiVersion is missing: it must be 'luxr.fn.crossplane.io/v1beta1'\n"
               "input.kind is missing: it must be 'Input'")
    with Once(*PROBE) as server:
        assert said(server, {}) == missing
        assert said(server, {"bundle": "x"}) == missing
        assert said(server, {**INPUT, "kind": "Inputs"}) == \
            "input.kind must be 'Input', got 'Inputs'"
        assert said(server, {**INPUT, "apiVersion": 1}) == \
            "input.apiVersion must be a text, got a number"


def test_says_all_at_once_but_not_more_than_twenty():
    with Once(*PROBE) as server:
        got = said(server, {**INPUT, **{f"zz{i:02}zz": 1 for i in range(25)}})
    assert got.splitlines() == [f"input.zz{i:02}zz is no field" for i in range(20)] + \
        ["and 5 more"]


def closed(schema):
    """A CRD's schema as JSON Schema: there, fields that it does not name are dropped."""
    schema = dict(schema)
    if schema.get("type") == "object" and "properties" in schema:
        schema["properties"] = {k: closed(v) for k, v in schema["properties"].items()}
        schema["additionalProperties"] = False
    return schema


def by_rules(schema, sent):
    """Whether the paths of scripts are as the CRD's rule has them."""
    rule = schema["properties"]["scripts"]["x-kubernetes-validations"][0]["rule"]
    pattern = re.search(r"matches\('(.*)'\)", rule)[1]
    scripts = sent.get("scripts")
    return not isinstance(scripts, dict) or all(re.search(pattern, path) for path in scripts)


def test_the_crd_says_the_same():
    spec = CRD["spec"]
    assert spec["names"]["kind"] == INPUT["kind"]
    assert f"{spec['group']}/{spec['versions'][0]['name']}" == INPUT["apiVersion"]
    assert CRD["metadata"]["name"] == f"{spec['names']['plural']}.{spec['group']}"
    schema = spec["versions"][0]["schema"]["openAPIV3Schema"]
    check = jsonschema.Draft7Validator(closed(schema))
    for sent in TAKEN:
        assert check.is_valid({**INPUT, **sent}) and by_rules(schema, sent), sent
    for sent, _ in REFUSED:
        assert not (check.is_valid({**INPUT, **sent}) and by_rules(schema, sent)), sent
    assert not check.is_valid({"bundle": "x"})


def test_the_crd_names_every_field():
    source = (once.ROOT / "src" / "function" / "service" / "input.c").read_text(encoding="utf-8")
    names = re.findall(r'\{"(\w+)", read_\w+\}', source)
    schema = CRD["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    assert len(names) == 10 and set(names) == set(schema["properties"])


def test_ttl_flag_then_input_then_script():
    with Once(*PROBE) as server:
        def ttl(sent, **spec):
            made = server.call(request(xr(**spec), sent)).meta.ttl
            return made.seconds, made.nanos
        assert ttl({}) == (60, 0)
        assert ttl({"ttl": "1.5s"}) == (1, 500000000)
        assert ttl({"ttl": "90s"}, ttl=7) == (7, 0)
        assert ttl({"ttl": "0s"}) == (0, 0)


def test_envelope_and_strictness():
    xr_of = once.load(once.ROOT / "examples" / "llama-3.yaml")
    with Once() as server:
        wrapped = server.call(request(xr_of)).desired.resources["vllm-runtime"]
        bare = server.call(request(xr_of, {"envelope": False})).desired.resources["vllm-runtime"]
    assert wrapped.resource["kind"] == "Object" and bare.resource["kind"] == "VLLMRuntime"
    with Once(*PROBE) as server:
        warned = server.call(request(xr(warn="look out")))
        assert [r.severity for r in warned.results] == [once.WARNING]
        assert once.fatal(server.call(request(xr(warn="look out"), {"strict": True}))) == \
            "spec.warn: look out"


def test_scripts_of_the_input_are_the_highest_layer():
    script = ('local first = require "resources.first"\nlocal before = first.render\n'
              'first.render = function(xr, ctx)\n  local doc = before(xr, ctx)\n'
              '  doc.data.added = "by the input"\n  return doc\nend\nreturn first\n')
    with Once(*PROBE) as server:
        got = server.call(request(xr(), {"scripts": {"resources/first.lua": script}}))
        assert got.desired.resources["first"].resource["data"]["added"] == "by the input"
        got = server.call(request(xr()))
        assert "added" not in got.desired.resources["first"].resource["data"]
        broken = said(server, {**INPUT, "scripts": {"resources/first.lua": "return {"}})
        assert broken.startswith("input.scripts/resources/first.lua:1"), broken
        assert "luxr_bundles 3\n" in server.metrics()


def test_bundles_by_name():
    with Once(*PROBE, "--bundles-dir", PROBE[1].parent) as server:
        assert said(server, {**INPUT, "bundle": "probe"}) is None
        assert said(server, {**INPUT, "bundle": "prob"}) == \
            "input.bundle: there is no bundle 'prob' (did you mean 'probe'?)"
        assert said(server, {**INPUT, "bundle": "xyz"}) == \
            "input.bundle: there is no bundle 'xyz' on this server"
        assert said(server, {**INPUT, "overlays": ["xyz"]}) == \
            "input.overlays: there is no overlay 'xyz' on this server"
        assert said(server, {**INPUT, "bundle": "embedded"}).startswith(
            "apiVersion: expected apiVersion 'inference.devopstoolkit.ai/v1alpha1'")


def test_keeps_a_bounded_number_of_bundles():
    with Once(*PROBE) as server:
        for i in range(120):
            assert said(server, {**INPUT, "scripts": {"overlay.lua": f"return {{}} -- {i}"}}) is None
        count = int(re.search(r"^luxr_bundles (\d+)$", server.metrics(), re.M)[1])
        assert 2 < count < 64, count
        assert said(server, {**INPUT}) is None
