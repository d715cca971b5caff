"""What scripts say beside manifests: readiness, conditions, events, requirements, warnings."""
import once
from once import NORMAL, WARNING, Once, request
from test_request import PROBE, xr


def observed(ready):
    return {"first": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"ready": ready}}}


def test_readiness():
    with Once(*PROBE) as server:
        for value, number in ((True, 1), (False, 2), (None, 0)):
            got = server.call(request(xr(), observed=observed(value)))
            assert got.desired.resources["first"].ready == number
        got = server.call(request(xr()))
        assert got.desired.resources["first"].ready == 0
        said = once.fatal(server.call(request(xr(), observed=observed("yes"))))
        assert said.endswith("ready must return true, false, or nothing for unknown"), said


def test_waits_for_others_and_withdraws_nothing():
    second = {"apiVersion": "v1", "kind": "Secret",
              "metadata": {"annotations": {"example.org/probe": "true"}}}
    with Once(*PROBE) as server:
        def names(seen):
            return set(server.call(request(xr(second=True), observed=seen)).desired.resources)
        assert names({}) == {"first"}
        assert names(observed(False)) == {"first"}
        assert names(observed(True)) == {"first", "second"}
        assert names({**observed(False), "second": second}) == {"first", "second"}


def test_guards_what_exists():
    ours = {"apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"annotations": {"example.org/probe": "true"}}}
    theirs = {"apiVersion": "v1", "kind": "ConfigMap"}
    with Once(*PROBE) as server:
        for name, item, said in (("gone", ours, "would delete 'gone': it exists and is no longer "
                                  "rendered (if that is meant, add the name to 'retired')"),
                                 ("old", ours, None), ("gone", theirs, None),
                                 ("second", ours, None)):
            got = server.call(request(xr(), observed={name: item}))
            assert once.fatal(got) == said, (name, got)


def test_conditions():
    asked = [{"type": "A", "status": "True", "reason": "R"},
             {"type": "B", "status": "False", "reason": "R", "message": "m", "target": "claim"},
             {"type": "C", "status": "Unknown", "reason": "R", "target": "composite"}]
    with Once(*PROBE) as server:
        got = server.call(request(xr(conditions=asked)))
        assert [(c.type, c.status, c.reason, c.HasField("message"), c.message, c.target)
                for c in got.conditions] == [
            ("A", 2, "R", False, "", 1), ("B", 3, "R", True, "m", 2), ("C", 1, "R", False, "", 1)]
        for condition, sentence in (
                ({"status": "True"}, "a condition must be a table with a type"),
                ({"type": "A", "status": "true", "reason": "R"},
                 'the condition \'A\' needs a status of "True", "False" or "Unknown"'),
                ({"type": "A", "status": "True"}, "the condition 'A' needs a reason"),
                ({"type": "Ready", "status": "True", "reason": "R"},
                 "the condition 'Ready' is set by Crossplane and by no function"),
                ({"type": "A", "status": "True", "reason": "R", "target": "all"},
                 "the condition 'A' has a target that is neither \"composite\" nor \"claim\"")):
            assert once.fatal(server.call(request(xr(conditions=[condition])))) == sentence


def test_events():
    asked = [{"severity": "Normal", "reason": "Moved", "message": "it moved"},
             {"severity": "Warning", "reason": "Stuck", "message": "it is stuck",
              "target": "claim"}]
    with Once(*PROBE) as server:
        got = server.call(request(xr(events=asked)))
        assert [(r.severity, r.reason, r.message, r.target) for r in got.results] == [
            (NORMAL, "Moved", "it moved", 1), (WARNING, "Stuck", "it is stuck", 2)]
        asked[0]["target"] = "everybody"
        said = once.fatal(server.call(request(xr(events=asked))))
        assert said.endswith(
            'ctx.event: the target is "composite" or "claim", got "everybody"'), said


def test_requirements():
    asked = {"one": {"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "namespace": "ns"},
             "two": {"apiVersion": "v1", "kind": "Secret", "matchLabels": {"a": "b", "c": "d"}},
             "all": {"apiVersion": "v1", "kind": "Node"}}
    with Once(*PROBE) as server:
        got = server.call(request(xr(requires=asked))).requirements
        assert got.resources == got.extra_resources and set(got.resources) == set(asked)
        one, two = got.resources["one"], got.resources["two"]
        assert (one.api_version, one.kind, one.match_name, one.namespace) == \
            ("v1", "ConfigMap", "x", "ns")
        assert dict(two.match_labels.labels) == {"a": "b", "c": "d"}
        assert not two.HasField("namespace") and not two.match_name
        assert not got.resources["all"].HasField("match_labels")


def test_requirements_are_the_same_on_every_call():
    asked = {f"n{i}": {"apiVersion": "v1", "kind": "ConfigMap", "name": str(i)} for i in range(9)}
    first = request(xr(requires=asked))
    second, third = request(xr(requires=asked)), request(xr(requires=asked))
    second.required_resources["n3"].SetInParent()
    for name in asked:
        once.to_struct({"kind": "ConfigMap"},
                       third.required_resources[name].items.add().resource)
    seen = set()
    for _ in range(2):
        with Once(*PROBE) as server:
            for made in (first, second, third):
                got = server.call(made)
                assert set(got.desired.resources) == {"first"}
                seen.add(got.requirements.SerializeToString(deterministic=True))
    assert len(seen) == 1


def test_requirements_that_make_no_sense():
    with Once(*PROBE) as server:
        for selector, sentence in (
                ({"kind": "A"}, "needs an apiVersion and a kind"),
                ({"apiVersion": "v1", "kind": "A", "name": "x", "matchLabels": {}},
                 "has a name and matchLabels: one of them"),
                ({"apiVersion": "v1", "kind": 1}, "has a kind that is no text"),
                ({"apiVersion": "v1", "kind": "A", "matchLabels": "x"},
                 "has a matchLabels that is no map of labels"),
                ({"apiVersion": "v1", "kind": "A", "matchLabels": {"a": 1}},
                 "has a label 'a' that is no text"),
                ({"apiVersion": "v1", "kind": "A", "nmae": "x"},
                 "has a field 'nmae', which is not known (did you mean 'name'?)")):
            said = once.fatal(server.call(request(xr(requires={"r": selector}))))
            assert said == f"the requirement 'r' {sentence}", said


def synced(generation, observed_generation):
    made = xr(warn="look out")
    if generation is not None:
        made["metadata"]["generation"] = generation
    condition = {"type": "Synced", "status": "True"}
    if observed_generation is not None:
        condition["observedGeneration"] = observed_generation
    made["status"] = {"conditions": [{"type": "Ready", "observedGeneration": 99}, condition]}
    return made


def test_warnings_are_told_once_for_each_generation():
    with Once(*PROBE) as server:
        def told(made):
            return [(r.severity, r.message) for r in server.call(request(made)).results]
        warning = [(WARNING, "spec.warn: look out")]
        assert told(xr(warn="look out")) == warning
        assert told(synced(1, 1)) == []
        assert told(synced(2, 1)) == warning
        assert told(synced(1, None)) == [] and told(synced(None, 1)) == []


def test_fields_of_a_newer_definition_are_warnings():
    llama = once.load(once.ROOT / "examples" / "llama-3.yaml")
    llama["spec"]["newField"] = 1
    with Once() as server:
        got = server.call(request(llama))
        assert len(got.desired.resources) == 14
        assert [r.severity for r in got.results] == [WARNING]
        assert "newField" in got.results[0].message
