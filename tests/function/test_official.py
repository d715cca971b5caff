"""Requests as Crossplane's core sent them (official/requests, beside the project)."""
import once
from checks import Skip
from once import Once, Request
from test_request import PROBE

PLACE = once.SHARED / "official" / "requests"


def recorded(name):
    """A recorded request, for the probe bundle: its own input was for another function."""
    if not PLACE.is_dir():
        raise Skip(f"there is no folder {PLACE}")
    made = Request.FromString((PLACE / name).read_bytes())
    made.input.Clear()
    once.to_struct(once.INPUT, made.input)
    return made


def answer(made):
    with Once(*PROBE) as server:
        got = server.call(made)
    assert once.fatal(got) is None, got
    assert got.meta.tag == made.meta.tag and len(got.meta.tag) == 64
    return got


def test_a_first_call():
    got = answer(recorded("request-first.bin"))
    assert set(got.desired.resources) == {"first"} and got.HasField("context")


def test_a_second_step():
    made = recorded("request-second-step-desired-context.bin")
    made.desired.resources["theirs"].CopyFrom(made.desired.resources["a"])
    got = answer(made)
    assert set(got.desired.resources) == {"a", "theirs", "first"}
    for name in ("a", "theirs"):
        assert got.desired.resources[name] == made.desired.resources[name]
    assert got.desired.composite == made.desired.composite
    assert got.context == made.context


def test_observed_resources():
    made = recorded("request-observed.bin")
    got = answer(made)
    data = once.to_python(got.desired.resources["first"].resource)["data"]
    assert data["observed"] == sorted(made.observed.resources) and data["observed"]


def test_a_second_call_with_what_was_required():
    made = recorded("request-required-second-call.bin")
    got = answer(made)
    data = once.to_python(got.desired.resources["first"].resource)["data"]
    want = {name: len(r.items) for name, r in made.extra_resources.items()}
    want.update({name: len(r.items) for name, r in made.required_resources.items()})
    assert data["required"] == want and want


def test_credentials_go_nowhere():
    made = recorded("request-credentials.bin")
    secrets = [value for c in made.credentials.values() for value in c.credential_data.data.values()]
    got = answer(made).SerializeToString()
    assert secrets and not any(value in got for value in secrets)


def test_the_input_of_another_function():
    if not PLACE.is_dir():
        raise Skip(f"there is no folder {PLACE}")
    made = Request.FromString(
        (PLACE / "request-second-step-desired-context.bin").read_bytes())
    with Once(*PROBE) as server:
        got = server.call(made)
    assert once.fatal(got) == "input.response is no field"
    assert got.desired == made.desired and got.context == made.context
