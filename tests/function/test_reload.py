"""Directories that change: swapped whole or not at all, and the last good state is kept."""
import json
import os
import pathlib
import re
import shutil
import tempfile

import once
from once import Once, request
from test_request import PROBE, xr

OVERLAY = """local first = require "resources.first"
local before = first.render
first.render = function(xr, ctx)
  local doc = before(xr, ctx)
  doc.data.by = "%s"
  return doc
end
return first
"""
BROKEN = "return {"


class Place:
    """A directory of directories that is gone after the block."""

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp())
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path)

    def write(self, name, text):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def configmap(place, name, version, files):
    """The files as the kubelet mounts them: one link is flipped, and everything changes."""
    directory = place.path / name
    for path, text in files.items():
        place.write(f"{name}/..{version}/{path}", text)
    fresh = directory / "..data_tmp"
    fresh.symlink_to(f"..{version}")
    fresh.rename(directory / "..data")
    for top in {path.split("/")[0] for path in files}:
        link = directory / top
        if not link.is_symlink():
            link.symlink_to(f"..data/{top}")


def by(server, sent=None):
    got = server.call(request(xr(), sent))
    if once.fatal(got):
        return once.fatal(got)
    data = got.desired.resources["first"].resource["data"]
    return data["by"] if "by" in data else None


def reloads(server):
    return tuple(int(n) for n in re.findall(r'luxr_reloads_total\{result="\w+"\} (\d+)',
                                            server.metrics()))


def stale(server):
    return {m[1]: int(m[2]) for m in re.finditer(
        r'luxr_directory_stale\{role="[\w-]+",name="([^"]*)"\} (\d)', server.metrics())}


def test_an_overlay_of_the_server_changes():
    with Place() as place:
        place.write("company/resources/first.lua", OVERLAY % "one")
        with Once(*PROBE, "--overlay", place.path / "company") as server:
            assert by(server) == "one"
            place.write("company/resources/first.lua", OVERLAY % "number two")
            assert by(server) == "one"
            server.reload()
            assert by(server) == "number two" and reloads(server) == (1, 0)
            server.reload()
            assert reloads(server) == (1, 0)


def test_a_configmap_is_swapped_whole():
    with Place() as place:
        configmap(place, "company", 1, {"resources/first.lua": OVERLAY % "one"})
        with Once(*PROBE, "--overlay", place.path / "company") as server:
            assert by(server) == "one"
            configmap(place, "company", 2, {"resources/first.lua": OVERLAY % "two"})
            server.reload()
            assert by(server) == "two"
            configmap(place, "company", 3, {"resources/first.lua": OVERLAY % "one"})
            server.reload()
            assert by(server) == "one" and reloads(server) == (2, 0)


def test_keeps_the_last_good_state():
    with Place() as place, tempfile.TemporaryFile() as log:
        place.write("company/resources/first.lua", OVERLAY % "good")
        with Once(*PROBE, "--overlay", place.path / "company", log=log) as server:
            place.write("company/resources/first.lua", BROKEN)
            server.reload()
            assert by(server) == "good" and reloads(server) == (0, 1)
            assert "luxr_bundles_stale 1\n" in server.metrics()
            place.write("company/resources/first.lua", OVERLAY % "good again")
            server.reload()
            assert by(server) == "good again" and reloads(server) == (1, 1)
            assert "luxr_bundles_stale 0\n" in server.metrics()
        log.seek(0)
        said = [json.loads(line) for line in log]
    assert [line["msg"] for line in said] == ["a bundle cannot be loaded"], said
    assert said[0]["problem"].startswith("company/resources/first.lua:1"), said
    assert said[0]["kept"] == "the last good state"


def test_a_directory_that_is_emptied_or_gone_keeps_its_state():
    with Place() as place:
        place.write("company/resources/first.lua", OVERLAY % "good")
        with Once(*PROBE, "--overlay", place.path / "company") as server:
            (place.path / "company/resources/first.lua").unlink()
            server.reload()
            assert by(server) == "good" and stale(server)["company"] == 1
            shutil.rmtree(place.path / "company")
            server.reload()
            assert by(server) == "good" and stale(server)["company"] == 1
            assert reloads(server) == (0, 2)
            place.write("company/resources/first.lua", OVERLAY % "back")
            server.reload()
            assert by(server) == "back" and stale(server)["company"] == 0


def test_a_link_out_of_the_directory_is_refused():
    with Place() as place:
        place.write("company/resources/first.lua", OVERLAY % "good")
        place.write("secret.lua", OVERLAY % "secret")
        with Once(*PROBE, "--overlay", place.path / "company") as server:
            (place.path / "company/lib").mkdir()
            (place.path / "company/lib/x.lua").symlink_to(place.path / "secret.lua")
            server.reload()
            assert by(server) == "good" and stale(server)["company"] == 1


def test_named_overlays_come_change_and_break():
    with Place() as place:
        place.write("busy/resources/first.lua", OVERLAY % "busy")
        sent, other = {"overlays": ["busy"]}, {"overlays": ["calm"]}
        with Once(*PROBE, "--overlays-dir", place.path) as server:
            assert by(server) is None and by(server, sent) == "busy"
            assert by(server, {"overlays": ["bsuy"]}) == \
                "input.overlays: there is no overlay 'bsuy' (did you mean 'busy'?)"
            assert by(server, other) == "input.overlays: there is no overlay 'calm' on this server"
            place.write("calm/resources/first.lua", OVERLAY % "calm")
            place.write("busy/resources/first.lua", BROKEN)
            server.reload()
            assert by(server, sent) == "busy" and by(server, other) == "calm"
            # Nobody asked for these two together before: there is no good state of them.
            both = by(server, {"overlays": ["busy", "calm"]})
            assert both.startswith("busy/resources/first.lua:1"), both
            shutil.rmtree(place.path / "calm")
            server.reload()
            assert by(server, other) == "calm"
            place.write("busy/resources/first.lua", OVERLAY % "repaired")
            server.reload()
            assert by(server, sent) == "repaired"
            assert by(server, {"overlays": ["busy", "calm"]}) == "calm"


def test_a_layer_that_drops_a_resource_in_use_is_fatal():
    observed = {"second": {"apiVersion": "v1", "kind": "Secret", "metadata": {
        "annotations": {"example.org/probe": "true"}}}}
    with Place() as place:
        place.write("company/overlay.lua", "return {}\n")
        with Once(*PROBE, "--overlay", place.path / "company") as server:
            made = request(xr(second=True), observed=observed)
            assert once.fatal(server.call(made)) is None
            place.write("company/overlay.lua", 'return { remove = { resources = {"second"} } }\n')
            server.reload()
            said = once.fatal(server.call(made))
            assert said.startswith("would delete 'second'"), said


def test_does_not_start_with_a_broken_bundle():
    with Place() as place:
        place.write("company/resources/first.lua", BROKEN)
        with Once(*PROBE, "--overlay", place.path / "company") as server:
            pass
        assert server.code == 70
        with Once("--bundle", place.path / "nowhere") as server:
            pass
        assert server.code == 70


def test_many_reloads_keep_nothing():
    with Place() as place:
        with Once(*PROBE, "--overlay", place.path / "company") as server:
            pass
        place.write("company/resources/first.lua", OVERLAY % "0")
        with Once(*PROBE, "--overlay", place.path / "company") as server:
            status = pathlib.Path(f"/proc/{server.process.pid}")
            sizes = []
            for i in range(300):
                place.write("company/resources/first.lua", OVERLAY % ("x" * i))
                server.reload()
                assert by(server) == "x" * i
                if i in (100, 299):
                    sizes.append(int(re.search(r"VmRSS:\s+(\d+)",
                                               (status / "status").read_text())[1]))
            assert len(os.listdir(status / "fd")) < 10
            assert sizes[1] - sizes[0] < 2000, sizes
