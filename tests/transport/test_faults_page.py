"""tests/faults.md names tests: each of them exists."""
import pathlib
import re

from peer import equal

TESTS = pathlib.Path(__file__).resolve().parents[1]


def test_every_test_that_is_named_exists():
    page = (TESTS / "faults.md").read_text(encoding="utf-8")
    named = re.findall(r"`(transport/)?(\w+)\.(test_\w+)`", page)
    assert len(named) > 80, len(named)
    missing = [f"{room or 'function/'}{module}.{name}" for room, module, name in named
               if f"def {name}(" not in
               (TESTS / (room or "function/") / f"test_{module}.py").read_text(encoding="utf-8")]
    equal(missing, [])
    for path in re.findall(r"`(tests/fuzz/\w+\.c)`", page):
        assert (TESTS.parent / path).exists(), path
