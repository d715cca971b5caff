"""What Prometheus makes of the bundle's queries: promtool's rule tests on the series of series.yaml.

The queries come out of renders, none is written here. Those on docs/slo-scaling.md are among them,
the shape of every query that a golden or an example has is too, and the page's table says what the
tests expect."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

from cases import ROOT, Case, Tally, all_cases
from promql import queries_of, skeleton
from reading import yaml_documents

PAGE = ROOT / "docs/slo-scaling.md"
SHOWN = re.compile(r"^( *)query: (.*(?:\n\1 +\S.*)*)", re.MULTILINE)
GUARD = re.compile(r"^\((.*) > 0\) or vector\(0\)$", re.DOTALL)
ZERO = "--set=spec.minReplicas=0"

# What a query is called in series.yaml: the options of the render that has it, and its trigger.
SOURCES = {
    "first": ([], "time-to-first-token"),
    "between": ([], "inter-token-latency"),
    "queue": ([], "queue-depth"),
    "held": ([ZERO], "queue-depth"),
    "asleep": ([ZERO, "--set=spec.host=null"], "queue-depth"),
    "alive": ([ZERO], "keep-alive"),
    "cache": (["--set=spec.scaling.metric=kv-cache"], "kv-cache"),
}
GAUGES = {
    "waiting": "vllm:num_requests_waiting",
    "running": "vllm:num_requests_running",
    "cache": "vllm:kv_cache_usage_perc",
}
HISTOGRAMS = {
    "first": "vllm:time_to_first_token_seconds_bucket",
    "between": "vllm:inter_token_latency_seconds_bucket",
}
QUEUES = ("inference_extension_flow_control_queue_size", "llm_d_epp_flow_control_queue_size")


def triggers(flags):
    """The query of each trigger of the example, by the trigger's name."""
    documents = yaml_documents(Case("latency", ROOT / "examples/latency.yaml", flags).render("--bare"))
    spec = next(document["spec"] for document in documents if document["kind"] == "ScaledObject")
    return {trigger["name"]: trigger["metadata"]["query"] for trigger in spec["triggers"]}


def queries(extra=()):
    return {name: triggers([*flags, *extra])[trigger] for name, (flags, trigger) in SOURCES.items()}


def series(name, labels, values):
    inside = ",".join(f"{key}={json.dumps(str(value))}" for key, value in labels.items())
    return {"series": f"{name}{{{inside}}}", "values": values}


def gauge(value):
    return " ".join(["NaN"] * 21) if value != value else f"{value}+0x20"


def counter(each_minute):
    return f"0+{each_minute}x10 {each_minute * 10}+0x10"


def buckets(name, labels, edges, beyond):
    for edge, count in edges.items():
        yield series(name, {**labels, "le": float(edge)}, counter(count))
    yield series(name, {**labels, "le": "+Inf"}, counter(max(edges.values()) + beyond))


def series_of(model):
    shared = {"namespace": model.get("namespace", "production"), "job": model["job"]}
    for key, name in GAUGES.items():
        for pod, value in enumerate(model.get(key, [])):
            yield series(name, {**shared, "pod": pod}, gauge(value))
    for key, name in HISTOGRAMS.items():
        for pod, edges in enumerate(model.get(key, [])):
            yield from buckets(name, {**shared, "pod": pod}, edges, model.get("beyond", 0))
    for priority, value in enumerate(model.get("held", [])):
        for queue in QUEUES:
            yield series(queue, {**shared, "job": model["job"] + "-epp", "priority": priority,
                                 "inference_pool": model["job"]}, gauge(value))


def expectation(query, wanted, at):
    """One test of promtool's: thousandths, so that no digit of a float is compared."""
    if wanted == "nothing":
        expr, samples = query, []
    elif wanted == "NaN":
        expr, samples = f"count(({query}) != ({query}))", [{"labels": "{}", "value": 1}]
    else:
        expr, samples = f"round(1000 * ({query}))", [{"labels": "{}", "value": wanted}]
    return {"expr": expr, "eval_time": f"{at}m", "exp_samples": samples}


def said_by_promtool(scenario, tests):
    given = [one for model in scenario["models"] for one in series_of(model)]
    whole = {"evaluation_interval": "1m",
             "tests": [{"interval": "1m", "input_series": given, "promql_expr_test": tests}]}
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "test.yaml"
        file.write_text(yaml.safe_dump(whole, sort_keys=False), encoding="utf-8")
        done = subprocess.run(["promtool", "test", "rules", file], stdin=subprocess.DEVNULL,
                              capture_output=True, check=False, text=True)
    if done.returncode:
        yield (done.stderr + done.stdout).strip()


def reads_as_expected(scenario, known, renamed):
    reads, at, tests = scenario["reads"], scenario.get("at", 10), []
    for name, query in [*known.items(), ("held", renamed)]:
        tests.append(expectation(query, reads[name], at))
        if "unguarded" in scenario and name in HISTOGRAMS:
            tests.append(expectation(GUARD.match(query)[1], scenario["unguarded"], at))
    yield from said_by_promtool(scenario, tests)


def notices_another_value(scenario, name, query):
    wanted = scenario["reads"][name]
    test = expectation(query, 1 if isinstance(wanted, str) else wanted + 1, scenario.get("at", 10))
    if not list(said_by_promtool(scenario, [test])):
        yield f"promtool took another value for {wanted}"


def shown_on_the_page(known):
    shown = [" ".join(found[1].split()) for found in SHOWN.findall(PAGE.read_text(encoding="utf-8"))]
    if not shown:
        yield "the page shows no query"
    for query in shown:
        if query not in known.values():
            yield f"this query is not tested: {query}"


def cell(reading):
    if isinstance(reading, str):
        return reading
    return f"{reading / 1000:.3f}".rstrip("0").rstrip(".")


def row_on_the_page(scenario):
    reads = scenario["reads"]
    row = " | ".join([scenario["name"], *(cell(reads[name]) for name in SOURCES if name != "asleep")])
    if f"| {row} |" not in PAGE.read_text(encoding="utf-8"):
        yield f"the page has no row | {row} |"


def shapes_are_known(known):
    shapes = {skeleton(query)[0] for query in known}
    for case in all_cases():
        for query in queries_of(yaml_documents(case.render("--bare"))):
            if skeleton(query)[0] not in shapes:
                yield f"{case.name}: this query is not tested: {query}"


def main():
    tally = Tally()
    scenarios = yaml.safe_load((ROOT / "tests/oracle/series.yaml").read_text(encoding="utf-8"))["scenarios"]
    known = queries()
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as parameters:
        parameters.write("picker: llm-d-router-v0.10\n")
        parameters.flush()
        renamed = queries([f"--parameters={parameters.name}"])
    for scenario in scenarios:
        tally.test(scenario["name"], reads_as_expected, scenario, known, renamed["held"])
        tally.test(f"{scenario['name']}, on the page", row_on_the_page, scenario)
    for scenario in (scenarios[0], scenarios[3]):
        for name, query in known.items():
            tally.test(f"another value of {name}", notices_another_value, scenario, name, query)
    tally.test("the page's queries", shown_on_the_page, known)
    tally.test("all queries", shapes_are_known, [*known.values(), *renamed.values()])
    return tally.done()


if __name__ == "__main__":
    sys.exit(main())
