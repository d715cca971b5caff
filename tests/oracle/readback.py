"""What luxr writes as YAML, JSON and JSON lines is read back by others as the same data."""
import sys

from cases import Tally, all_cases
from reading import difference, json_value, yaml_documents


def compare(case, *options):
    documents = yaml_documents(case.render(*options))
    whole = json_value(case.render("--output=json", *options))
    lines = [json_value(line)
             for line in case.render("--output=jsonl", *options).decode().splitlines()]
    if not documents:
        yield "rendered nothing"
    if (whole["apiVersion"], whole["kind"]) != ("v1", "List"):
        yield "the JSON is not a List"
    for name, other in ("json", whole["items"]), ("jsonl", lines):
        found = difference(documents, other)
        if found:
            yield f"yaml and {name}: {found}"


def notices_differences():
    """The comparison itself: what it must not take for the same."""
    for a, b in (1, True), (1, 1.0), ("1", 1), ([], {}), ({"a": None}, {}), ([1, 2], [2, 1]):
        if not difference({"x": a}, {"x": b}):
            yield f"{a!r} and {b!r} were taken for the same"
    for text in '{"a":1,"a":2}', '{"a":NaN}':
        try:
            json_value(text)
            yield f"{text} was read"
        except ValueError:
            pass
    try:
        yaml_documents(b"a: 1\na: 2\n")
        yield "two equal keys were read"
    except ValueError:
        pass


def main():
    tally = Tally()
    tally.test("the comparison", notices_differences)
    for case in all_cases():
        tally.test(case.name, compare, case)
        tally.test(case.name + " --bare", compare, case, "--bare")
    return tally.done()


sys.exit(main())
