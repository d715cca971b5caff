#!/usr/bin/python3
"""Runs what the pods of examples/fleet-job would run; see tests/run/69-fleet-job."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("LUXR_BUILD", ROOT / "build")).resolve()
EXAMPLE = ROOT / "examples" / "fleet-job"
results = []


def check(sentence, good, shown=""):
    results.append(good)
    if not good:
        print(f"not so: {sentence}: {shown}")


def container(job):
    return job["spec"]["template"]["spec"]["containers"][0]


def run_pod(job, index, folder):
    """What the kubelet would start, with the volumes in a folder."""
    values = {item["name"]: item["value"] for item in container(job)["env"]}
    values["JOB_COMPLETION_INDEX"] = str(index)
    arguments = []
    for argument in container(job)["args"]:
        for name, value in values.items():
            argument = argument.replace(f"$({name})", value)
        for mount in container(job)["volumeMounts"]:
            argument = argument.replace(mount["mountPath"], str(folder / mount["name"]))
        arguments.append(argument)
    return subprocess.run([BUILD / pathlib.Path(container(job)["command"][0]).name, *arguments],
                          capture_output=True, text=True, check=False)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yaml")}


def try_job(name, job, folder):
    parts = job["spec"]["completions"]
    check(f"{name}: PARTS is the number of pods",
          container(job)["env"] == [{"name": "PARTS", "value": str(parts)}])
    check(f"{name}: no more pods at a time than there are", job["spec"]["parallelism"] <= parts)
    check(f"{name}: the volumes are there",
          {mount["name"] for mount in container(job)["volumeMounts"]} ==
          {volume["name"] for volume in job["spec"]["template"]["spec"]["volumes"]})
    (folder / "fleet").mkdir(parents=True)
    (folder / "rendered").mkdir()
    text = subprocess.run([ROOT / "bench" / "fleet" / "generate", "60"], capture_output=True,
                          check=True).stdout
    (folder / "fleet" / "all.yaml").write_bytes(text)
    for index in range(parts):
        done = run_pod(job, index, folder)
        check(f"{name}: pod {index} ends well", done.returncode == 0, done.stderr)
    subprocess.run([BUILD / "luxr", "render", folder / "fleet", "--output-dir", folder / "whole",
                    "--quiet"], check=True)
    whole = files(folder / "whole")
    check(f"{name}: there are files", len(whole) == 60, len(whole))
    check(f"{name}: the parts are the whole", files(folder / "rendered") == whole)
    again = run_pod(job, 0, folder)
    check(f"{name}: a pod that comes again renders nothing", "rendered 0 of " in again.stderr,
          again.stderr)


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        base = yaml.safe_load((EXAMPLE / "base" / "job.yaml").read_text(encoding="utf-8"))
        try_job("base", base, folder / "base")
        if not shutil.which("kubectl"):
            print("skipped: the overlay, for want of kubectl")
        else:
            made = subprocess.run(["kubectl", "kustomize", EXAMPLE / "overlays" / "eight"],
                                  capture_output=True, text=True, check=True)
            try_job("eight", yaml.safe_load(made.stdout), folder / "eight")
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    sys.exit(not all(results))


main()
