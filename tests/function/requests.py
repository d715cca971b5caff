"""Writes requests of every kind as files into a directory, for programs that need their bytes."""
import pathlib
import sys

from once import request
from test_record import with_secrets
from test_reload import OVERLAY
from test_request import rich, xr


def all_requests():
    requires = {"cm": {"apiVersion": "v1", "kind": "ConfigMap", "matchLabels": {"a": "b"}}}
    scripts = {"scripts": {"resources/first.lua": OVERLAY % "input"},
               "parameters": {"a": {"b": [1, "x"]}}}
    status = request(xr(say={"deep": {"a": 1}}, warn="look out", ttl=5, requires=requires,
                        conditions=[{"type": "A", "status": "True", "reason": "R"}],
                        events=[{"severity": "Normal", "reason": "R", "message": "m"}]))
    status.desired.CopyFrom(rich().desired)
    failing = rich()
    failing.observed.composite.resource["spec"]["failAt"] = "status"
    failing.observed.composite.resource["spec"]["fail"] = "error"
    refused = rich()
    refused.input["bundel"] = "x"
    return {"rich": rich(), "status": status, "failing": failing, "refused": refused,
            "scripts": request(xr(second=True), scripts), "secrets": with_secrets()[0]}


if __name__ == "__main__":
    for name, made in all_requests().items():
        pathlib.Path(sys.argv[1], name).write_bytes(made.SerializeToString(deterministic=True))
