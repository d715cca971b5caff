#!/usr/bin/python3
"""What a failing system does to `luxr render --output-dir`: each call that changes a file fails in
turn (no room, a bad disk, no permission), or the process is killed there. Whatever happens, every
file under its own name is the old or the new one, whole; nothing else stands beside them; and the
next run comes to what a run without trouble comes to, and removes what it would have removed."""
import errno
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("LUXR_BUILD", HERE.parent.parent / "build")).resolve()
# A command that is linked statically lets nobody stand before libc: then it is built this way too.
SHARED = BUILD / "unit" / "luxr"
COMMAND = SHARED if SHARED.exists() else BUILD / "luxr"
BUNDLE = HERE.parent / "cli" / "bundle"
PARCEL = """apiVersion: post.example/v1
kind: Parcel
metadata: {{name: {0}, namespace: {1}}}
spec: {{to: {2}}}
"""


def fleet(folder, parcels):
    folder.mkdir(parents=True)
    for name, (space, to) in parcels.items():
        (folder / f"{name}.yaml").write_text(PARCEL.format(name, space, to))


def render(scene, options, **faults):
    command = [COMMAND, "render", "--bundle", BUNDLE, scene / "in", "--output-dir",
               scene / "out", "-j", "1", *options]
    environment = {"PATH": os.environ["PATH"]}
    if faults:
        environment["LD_PRELOAD"] = str(scene / "faults.so")
        environment.update({name: str(value) for name, value in faults.items()})
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def files(root):
    """{path: bytes} of all files outside .luxr."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*")
            if path.is_file() and ".luxr" not in path.parts}


def inventory(root):
    return sorted((root / ".luxr" / "inventory").read_text().splitlines())


class Scene:
    """A directory as an earlier run left it, and a fleet that changed since."""

    def __init__(self, folder, options, library):
        self.folder, self.options = folder, options
        fleet(folder / "in", {"a": ("home", "Ada"), "b": ("home", "Bob"), "x": ("gone", "Xy")})
        shutil.copy(library, folder / "faults.so")
        assert render(folder, options).returncode == 0
        shutil.rmtree(folder / "in")
        fleet(folder / "in", {"a": ("home", "Eve"), "b": ("home", "Bob"), "c": ("away", "Cy")})
        self.old = files(folder / "out")
        shutil.copytree(folder / "out", folder / "before")
        count = folder / "count"
        done = render(folder, options, FAULT_COUNT=count)
        assert done.returncode == 0, done.stderr
        self.calls = count.stat().st_size
        self.new, self.inventory = files(folder / "out"), inventory(folder / "out")
        assert self.old != self.new and len(self.new) == 3

    def reset(self):
        shutil.rmtree(self.folder / "out")
        shutil.copytree(self.folder / "before", self.folder / "out")

    def is_told(self, done):
        """Whether a fault is an error, or did no harm; a file that could not be looked at is kept."""
        if done.returncode:
            return done.returncode == 74 and ": error: " in done.stderr
        got = files(self.folder / "out")
        if "it is not removed" in done.stderr:
            got.pop("gone/x.yaml")
        return got == self.new

    def problems(self, call, **faults):
        """What is wrong after one fault, as sentences."""
        self.reset()
        done = render(self.folder, self.options, FAULT_AT=call, **faults)
        out = self.folder / "out"
        killed = not faults.get("FAULT_ERRNO")
        if killed and done.returncode != -9:
            yield f"it was not killed: {done.returncode}"
        if not killed and not self.is_told(done):
            yield f"it ended with {done.returncode}: {done.stderr}"
        for path, text in files(out).items():
            if text not in (self.old.get(path), self.new.get(path)):
                yield f"{path} is neither old nor new: {text[:60]}"
        done = render(self.folder, self.options)
        if done.returncode:
            yield f"the next run ended with {done.returncode}: {done.stderr}"
        if files(out) != self.new:
            yield f"the next run left {sorted(files(out))}"
        if inventory(out) != self.inventory:
            yield f"the next run's inventory is {inventory(out)}"
        left = sorted(path.name for path in (out / ".luxr").iterdir())
        if left != ["inventory", "journal"]:
            yield f"the next run left {left}"


def main():
    kinds = [{}, {"FAULT_HALF": 1}] + [{"FAULT_ERRNO": number} for number in
                                       (errno.ENOSPC, errno.EIO)]
    tried = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        library = pathlib.Path(scratch) / "faults.so"
        subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-o", library,
                        HERE / "faults.c"], check=True)
        for index, options in enumerate((["--prune", "--fsync"], ["--prune", "--resume"])):
            scene = Scene(pathlib.Path(scratch) / str(index), options, library)
            for faults in kinds:
                for call in range(1, scene.calls + 1):
                    tried += 1
                    problems = list(scene.problems(call, **faults))
                    failed += bool(problems)
                    for problem in problems:
                        print(f"{options} {faults} call {call} of {scene.calls}: {problem}")
    print(f"{tried - failed} passed, {failed} failed")
    sys.exit(failed > 0 or tried < 200)


main()
