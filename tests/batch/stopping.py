#!/usr/bin/python3
"""A run that is interrupted, one that goes on, and how progress is shown, on a terminal and without
one. Nothing here waits for a time: a line of progress says that the run is under way."""
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("LUXR_BUILD", HERE.parent.parent / "build")).resolve()
COUNT = 300
PARCEL = ("apiVersion: post.example/v1\nkind: Parcel\nmetadata: {{name: p{}, namespace: home}}\n"
          "spec: {{to: Ada}}\n---\n")
FLEET = "".join(PARCEL.format(i) for i in range(COUNT)).encode()
STATE = r"[\d,]+ done, [\d,]+/s, \d+ errors?"
results = []


def check(sentence, good, shown=""):
    results.append(good)
    if not good:
        print(f"not so: {sentence}: {shown}")


def command(out, *options):
    return [BUILD / "luxr", "render", "--bundle", HERE.parent / "cli" / "bundle",
            "--output-dir", out, *options]


def files(out):
    return {path.name: path.read_bytes() for path in (out / "home").iterdir()}


def listed(out):
    lines = (out / ".luxr" / "inventory").read_text().splitlines()
    return {line.split("/")[-1] for line in lines}


def interrupted(folder, whole, number, workers):
    """Part of the fleet arrives, and then the signal."""
    out = folder / f"stopped-{number}-{workers}"
    with subprocess.Popen(command(out, "-", "-j", workers, "--progress", "1ms", "--prune"),
                          stdin=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        run.stdin.write(FLEET[:len(FLEET) * 2 // 3])
        run.stdin.flush()
        first = run.stderr.readline().decode()
        run.send_signal(number)
        rest = run.stderr.read().decode()
        code = run.wait()
    name = f"signal {number}, {workers} workers"
    check(f"{name}: a line says how far it is", re.match(STATE + "$", first.strip()), first)
    check(f"{name}: the exit code is its own", code == 128 + number, code)
    check(f"{name}: the summary says so", "interrupted: rendered " in rest, rest)
    got = files(out)
    check(f"{name}: some files, each whole", 0 < len(got) < COUNT and
          all(whole[path] == text for path, text in got.items()), len(got))
    check(f"{name}: the inventory knows them", listed(out) == set(got))
    done = subprocess.run(command(out, "-", "--resume"), input=FLEET, capture_output=True,
                          check=False)
    check(f"{name}: --resume goes on", done.returncode == 0 and
          f"({len(got)} had their files): {COUNT - len(got)} files written" in
          done.stderr.decode(), done.stderr)
    check(f"{name}: and comes to the whole", files(out) == whole)


def on_terminal(folder, *options):
    """What a terminal gets on stderr."""
    master, slave = pty.openpty()
    with subprocess.Popen(command(folder / "terminal", folder / "fleet.yaml", *options),
                          stderr=slave) as run:
        os.close(slave)
        shown = b""
        while True:
            try:
                block = os.read(master, 65536)
            except OSError:  # the other end is closed
                break
            if not block:
                break
            shown += block
        run.wait()
    os.close(master)
    return shown.decode().replace("\r\n", "\n")


def progress(folder):
    (folder / "fleet.yaml").write_bytes(FLEET)
    shown = on_terminal(folder)
    bar = r"\r\x1b\[K\[#*\.*\] +\d+% " + STATE + r", \d+ s left"
    check("a terminal has a bar", re.match(bar, shown), shown)
    check("which is taken away before the summary",
          re.search(r"\r\x1b\[Krendered 300 of 300 inputs: [^\n]*\n$", shown), shown)
    check("--quiet has none", on_terminal(folder, "--quiet") == "")
    check("JSON has none", on_terminal(folder, "--output-errors", "json") == "[]\n")
    done = subprocess.run(command(folder / "lines", folder / "fleet.yaml", "--progress", "1ms"),
                          capture_output=True, text=True, check=False)
    lines = done.stderr.splitlines()
    check("without a terminal there are lines", len(lines) > 1 and
          all(re.match(STATE + r", \d+ s left$", line) for line in lines[:-1]), done.stderr)
    done = subprocess.run(command(folder / "lines", folder / "fleet.yaml", "-q", "--progress",
                                  "1ms"), capture_output=True, text=True, check=False)
    check("--quiet has none of them", done.stderr == "", done.stderr)


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        done = subprocess.run(command(folder / "whole", "-", "-q"), input=FLEET, check=False)
        check("the fleet renders", done.returncode == 0)
        whole = files(folder / "whole")
        check("a file for each input", len(whole) == COUNT)
        for number in (signal.SIGINT, signal.SIGTERM):
            for workers in ("1", "2"):
                interrupted(folder, whole, number, workers)
        progress(folder)
    print(f"{sum(map(bool, results))} passed, {len(results) - sum(map(bool, results))} failed")
    sys.exit(not all(results))


main()
