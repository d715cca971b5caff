"""A change of the way of scaling is a declared change of resources: nothing else goes with it."""
import subprocess
import tempfile

import once
from once import Once, request

XR = once.load(once.ROOT / "examples" / "llama-3.yaml")
WAYS = {  # what each has that another may not
    "vllmruntime": {"vllm-runtime", "scaled-object"},
    "deployment": {"model-deployment", "model-service", "scaled-object"},
    "operator": {"vllm-runtime"},
}


def chosen(way):
    return {"parameters": {"way": way}}


def objects(response):
    return {name: once.to_python(item.resource) for name, item in response.desired.resources.items()}


def test_lets_go_of_what_another_way_made():
    with Once() as server:
        for old, olds in WAYS.items():
            seen = objects(server.call(request(XR, chosen(old))))
            assert olds <= set(seen), (old, set(seen))
            for new, news in WAYS.items():
                response = server.call(request(XR, chosen(new), observed=seen))
                assert once.fatal(response) is None, (old, new, once.fatal(response))
                assert set(seen) - set(objects(response)) == olds - news, (old, new)
                assert set(objects(response)) - set(seen) == news - olds, (old, new)


def test_lets_go_of_nothing_else():
    with Once() as server:
        seen = objects(server.call(request(XR, chosen("deployment"))))
        seen["model-canary"] = seen["model-deployment"]
        said = once.fatal(server.call(request(XR, chosen("operator"), observed=seen)))
        assert said and said.startswith("would delete 'model-canary'"), said


def luxr(command, way, *options):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(f"way: {way}\n")
        file.flush()
        done = subprocess.run(
            [once.BUILD / "luxr", command, "--parameters", file.name, *options,
             once.ROOT / "examples" / "llama-3.yaml"],
            stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def named(text):
    """The composed names of the objects that a render as the function prints."""
    key = "crossplane.io/composition-resource-name"
    return {line.split(": ")[1] for line in text.splitlines() if line.strip().startswith(key)}


def test_command_line_does_as_the_function():
    for old, olds in WAYS.items():
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as seen, \
             tempfile.NamedTemporaryFile("w", suffix=".yaml") as nothing:
            nothing.write("{}\n")
            text = luxr("render", old, "--observed", nothing.name)
            seen.write(text)
            seen.flush()
            for new, news in WAYS.items():
                after = luxr("render", new, "--observed", seen.name)
                assert named(text) - named(after) == olds - news, (old, new)


def test_explain_says_what_goes():
    for way, there in WAYS.items():
        rows = {line.split()[0]: line.split(None, 2)[1:] for line in luxr("explain", way).splitlines()
                if line[:1].isalpha() and len(line.split(None, 2)) == 3}
        for name in set().union(*WAYS.values()):
            assert (rows[name][0] == "rendered") == (name in there), (way, name, rows[name])
        if way == "operator":
            assert rows["scaled-object"] == ["skipped", "the vLLM operator scales the model"]
