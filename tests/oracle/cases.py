"""The goldens and examples, rendered by luxr, and the count that ends a layer."""
import os
import pathlib
import subprocess

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
LUXR = pathlib.Path(os.environ.get("LUXR_BUILD") or ROOT / "build").resolve() / "luxr"


class Case:
    """One input and the options it is rendered with. Options that only choose what is shown are
    left out, so that every manifest is looked at."""

    def __init__(self, name, source, flags=()):
        self.name, self.source = name, source
        self.flags = [flag for flag in flags
                      if flag != "--bare" and not flag.startswith(("--only", "--skip"))]

    def parameters(self):
        files = [flag.split("=", 1)[1] for flag in self.flags if flag.startswith("--parameters=")]
        return yaml.safe_load(pathlib.Path(files[-1]).read_bytes()) if files else {}

    def render(self, *options):
        done = subprocess.run([LUXR, "render", *options, *self.flags, self.source],
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode:
            raise ValueError(f"ended with {done.returncode}: {done.stderr.decode()}")
        return done.stdout


def _flags(folder):
    file = folder / "flags"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [line.replace("{root}", str(ROOT)).replace("{case}", str(folder))
            for line in lines if line]


def all_cases():
    """Every golden, and every example that is an input."""
    for source in sorted(ROOT.glob("tests/golden/*/xr.yaml")):
        yield Case(str(source.parent.relative_to(ROOT)), source, _flags(source.parent))
    for source in sorted(ROOT.glob("examples/*.yaml")):
        yield Case(str(source.relative_to(ROOT)), source)


class Tally:
    """Counts tests; a test fails by what it raises or by the complaints it returns."""

    def __init__(self):
        self.passed = self.failed = 0

    def test(self, name, body, *arguments):
        try:
            complaints = list(body(*arguments) or [])
        except Exception as error:  # whatever went wrong is the test's failure
            complaints = [f"{type(error).__name__}: {error}"]
        for complaint in complaints[:20]:
            print(f"{name}: {complaint}")
        self.failed += bool(complaints)
        self.passed += not complaints

    def done(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0
