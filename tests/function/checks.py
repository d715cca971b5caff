"""Runs the functions test_* of modules; the last line it prints is "N passed, M failed"."""
import importlib
import pathlib
import sys
import traceback

HERE = pathlib.Path(__file__).parent


class Skip(Exception):
    """A test that cannot run here, and why."""


def run(names):
    passed = failed = 0
    for name in names:
        module = importlib.import_module(name)
        for test in [t for t in dir(module) if t.startswith("test_")]:
            try:
                getattr(module, test)()
                passed += 1
            except Skip as reason:
                print(f"skipped: {name}.{test}: {reason}")
            except Exception:  # whatever went wrong, the others run
                failed += 1
                print(f"FAILED {name}.{test}")
                traceback.print_exc(limit=-3, file=sys.stdout)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    import checks  # the one that the tests know: their Skip is its Skip

    sys.exit(checks.run(sys.argv[1:] or sorted(p.stem for p in HERE.glob("test_*.py"))))
