"""Runs the functions named test_* of the modules test_*.py here (or of those that are named).
    run.py [MODULE | MODULE.FUNCTION]..."""
import faulthandler
import importlib
import pathlib
import sys
import traceback

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
LIMIT = 300  # seconds for one test


def tests(wanted):
    for path in sorted(HERE.glob("test_*.py")):
        module = importlib.import_module(path.stem)
        for name, function in list(vars(module).items()):
            full = f"{path.stem}.{name}"
            if name.startswith("test_") and callable(function):
                if not wanted or path.stem in wanted or full in wanted:
                    yield full, function


def main(wanted):
    passed = failed = 0
    for name, function in tests(wanted):
        faulthandler.dump_traceback_later(LIMIT, exit=True)
        try:
            function()
            passed += 1
        except Exception:
            failed += 1
            print(f"{name}:")
            traceback.print_exc(file=sys.stdout)
        faulthandler.cancel_dump_traceback_later()
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.path.insert(0, str(HERE))
sys.exit(main(sys.argv[1:]))
