"""Every query of a ScaledObject is one that Prometheus takes, and nothing breaks out of a matcher."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from cases import ROOT, Tally, all_cases
from reading import yaml_documents

STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')

# Nothing that a name may hold, for a name is checked first; promql.quote must stand alone.
NASTY = ['', 'a', '"', '\\', '\\"', 'a"} or vector(1) or up{b="', '\n', 'a\\', '\\n', "'", '`',
         '{}', '})', '#', '$model', '%', '%1', '{{ $labels }}', 'ä€😀', 'a,b="c"', '.*', 'a\\\\"b']

QUOTE = """
package.path = "lua/?.lua;" .. package.path
-- Of the library, promql asks one thing, which only spares a name without blemish its escapes.
luxr = { names = { is_dns1123_label = function(text) return text:find("^[a-z0-9-]+$") ~= nil end } }
local promql = require "lib.promql"
local matchers = promql.matchers { { "namespace", arg[1] }, { "job", arg[2] } }
io.write(promql.fill("sum(vllm:num_requests_waiting{$model}) or vector(0)", { model = matchers }))
"""


def skeleton(query):
    """The query without the text of its strings, and those texts as Prometheus reads them."""
    return STRING.sub('""', query), [json.loads(found[0]) for found in STRING.finditer(query)]


def prometheus_says(queries):
    """promtool's complaints about rules made of the queries."""
    rules = [{"record": f"q{i}", "expr": query} for i, query in enumerate(queries)]
    groups = {"groups": [{"name": "g", "rules": rules}]}
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "rules.yaml"
        file.write_text(json.dumps(groups, ensure_ascii=False), encoding="utf-8")
        done = subprocess.run(["promtool", "check", "rules", file], stdin=subprocess.DEVNULL,
                              capture_output=True, check=False, text=True)
    if done.returncode:
        yield done.stderr.strip() or done.stdout.strip()


def queries_of(documents):
    for document in documents:
        for trigger in document["spec"].get("triggers", []) if document["kind"] == "ScaledObject" else []:
            yield trigger["metadata"]["query"]


def check(case, counted):
    documents = yaml_documents(case.render("--bare"))
    # What runs the model comes first, in each way of scaling.
    assert documents[0]["kind"] in ("VLLMRuntime", "Deployment"), documents[0]["kind"]
    runtime = documents[0]["metadata"]
    allowed = {runtime["namespace"], runtime["name"], runtime["name"] + "-epp"}
    queries = list(queries_of(documents))
    counted.extend(queries)
    for query in queries:
        for text in skeleton(query)[1]:
            if text not in allowed and not text.startswith(runtime["name"][:40]):
                yield f"{query}: {text!r} names nothing of this model"
    if queries:
        yield from prometheus_says(queries)


def quoted(namespace, job):
    return subprocess.run(["lua5.4", "-", namespace, job], input=QUOTE.encode(), cwd=ROOT,
                          capture_output=True, check=True).stdout.decode()


def stays_inside(text):
    query = quoted(text, "a" + text)
    if skeleton(query) != (skeleton(quoted("x", "y"))[0], [text, "a" + text]):
        yield f"broke out: {query}"
    yield from prometheus_says([query])


def notices_bad_queries():
    for query in "sum(", "sum(up{a=})", "up{", "rate(up)", 'up{a="b"', "histogram_quantile(up)":
        if not list(prometheus_says([query])):
            yield f"promtool took {query}"


def main():
    tally, counted = Tally(), []
    tally.test("bad queries are refused", notices_bad_queries)
    for text in NASTY:
        tally.test(f"quoting {text!r}", stays_inside, text)
    for case in all_cases():
        tally.test(case.name, check, case, counted)
    if not counted:
        tally.test("queries", lambda: ["no case has one"])
    return tally.done()


if __name__ == "__main__":
    sys.exit(main())
