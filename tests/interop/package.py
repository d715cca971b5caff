"""The packages that scripts/package makes: what is in them, and that the function runs out of them,
as it does in a cluster: uid 2000, a root that cannot be written, no arguments, mTLS.

Started in namespaces of its own (mounts, network) by tests/slow/85-package, or with --no-run where
those cannot be had."""
import fcntl
import gzip
import hashlib
import io
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tarfile
import tempfile
import urllib.request

import grpc
import yaml
from google.protobuf import json_format

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "oracle"))
import certificates  # noqa: E402
import protocol  # noqa: E402
from cases import LUXR, ROOT, Tally  # noqa: E402
from serving import Server  # noqa: E402

XPKG = "io.crossplane.xpkg"
Request, Response = protocol.message("RunFunctionRequest"), protocol.message("RunFunctionResponse")


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def members(data):
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return {m.name: (m, archive.extractfile(m).read() if m.isfile() else b"")
                for m in archive.getmembers()}


def make(output):
    subprocess.run([ROOT / "scripts/package", "--output", output], check=True,
                   env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600"})


class Archive:
    """A docker-archive: its configuration and its layers, uncompressed."""

    def __init__(self, path):
        files = {name: data for name, (_, data) in members(path.read_bytes()).items()}
        manifest, = json.loads(files["manifest.json"])
        self.config = json.loads(files[manifest["Config"]])
        self.packed = [files[name] for name in manifest["Layers"]]
        self.layers = [gzip.decompress(data) for data in self.packed]
        self.names, self.files = manifest, files

    def marked(self, mark):
        """The layer that a label of the configuration points at."""
        labels = self.config["config"]["Labels"]
        found, = (layer for packed, layer in zip(self.packed, self.layers)
                  if labels.get(f"{XPKG}:{sha256(packed)}") == mark)
        return members(found)


# ---- what is in them ------------------------------------------------------------------------

def is_reproducible(first, second):
    make(second)
    names = [sorted(str(p.relative_to(d)) for p in d.rglob("*") if p.is_file())
             for d in (first, second)]
    if names[0] != names[1]:
        yield f"a second run makes {names[1]}, not {names[0]}"
    for name in names[0]:
        if (first / name).read_bytes() != (second / name).read_bytes():
            yield f"{name} differs in a second run"


def is_consistent(path):
    archive = Archive(path)
    if sha256(archive.files[archive.names["Config"]]) != archive.names["Config"]:
        yield "the configuration is not called by its digest"
    if archive.config["rootfs"]["diff_ids"] != [sha256(layer) for layer in archive.layers]:
        yield "the configuration names other layers"
    for name, data in zip(archive.names["Layers"], archive.packed):
        if sha256(data) != "sha256:" + name.split(".")[0]:
            yield f"the layer {name} is not called by its digest"
    for layer in archive.layers:
        for member, _ in members(layer).values():
            if (member.uid, member.gid, member.mtime) != (0, 0, 1767225600):
                yield f"{member.name} belongs to {member.uid}:{member.gid}, of {member.mtime}"


def has_package(path, kind, others):
    """One package.yaml: a package's metadata first, then only what may stand there."""
    (member, data), = (Archive(path).marked("base")[name] for name in ["package.yaml"])
    meta, *rest = yaml.safe_load_all(data)
    if member.mode != 0o644:
        yield f"package.yaml has the mode {member.mode:o}"
    if (meta["apiVersion"], meta["kind"]) != ("meta.pkg.crossplane.io/v1", kind):
        yield f"package.yaml begins with a {meta['kind']}"
    if [document["kind"] for document in rest] != others:
        yield f"package.yaml goes on with {[document['kind'] for document in rest]}"


def has_examples(path):
    (_, data), = Archive(path).marked("upbound").values()
    kinds = {d["kind"] for d in yaml.safe_load_all(data) if d}
    if "LLMInference" not in kinds:
        yield f"the examples are {kinds}"


def layout_is_annotated(folder):
    """Every blob is called by its digest, and the package's layer says what it is."""
    blobs = {"sha256:" + p.name: p.read_bytes() for p in (folder / "blobs/sha256").iterdir()}
    for name, data in blobs.items():
        if sha256(data) != name:
            yield f"the blob {name} is another one"
    top, = json.loads((folder / "index.json").read_bytes())["manifests"]
    manifest = json.loads(blobs[top["digest"]])
    for part in [top, manifest["config"], *manifest["layers"]]:
        if part["size"] != len(blobs[part["digest"]]):
            yield f"{part['digest']} is {len(blobs[part['digest']])} bytes, not {part['size']}"
    base, = (layer for layer in manifest["layers"]
             if layer.get("annotations", {}).get(XPKG) == "base")
    if "package.yaml" not in members(gzip.decompress(blobs[base["digest"]])):
        yield "the layer marked as base has no package.yaml"


def skopeo_reads(output):
    for source in ("docker-archive:function-luxr.tar", "docker-archive:function-luxr.xpkg",
                   "docker-archive:llm-inference.xpkg", "oci:function-luxr.oci"):
        done = subprocess.run(["skopeo", "inspect", source], cwd=output, capture_output=True,
                              text=True, check=False)
        if done.returncode or '"sha256:' not in done.stdout:
            yield f"{source}: {done.stderr}"


def image_holds_no_more(path):
    """Two programs, libraries, licences: no shell, nothing that changes whose rights one has."""
    tree = members(Archive(path).layers[0])
    programs = sorted(name for name, (m, _) in tree.items()
                      if m.isfile() and m.mode & 0o111 and ".so" not in name)
    if programs != ["usr/bin/luxr", "usr/bin/luxr-function"]:
        yield f"the image has the programs {programs}"
    if "usr/share/doc/libc6/copyright" not in tree:
        yield "the libraries come without their licences"
    for name, (member, _) in tree.items():
        if not (member.isfile() or member.isdir()):
            yield f"{name} is neither a file nor a directory"
        if member.mode & 0o7022:
            yield f"{name} has the mode {member.mode:o}"


# ---- that it runs ---------------------------------------------------------------------------

def loopback_up():
    with socket.socket() as probe:
        request = struct.pack("16sh14x", b"lo", 1 | 64)  # IFF_UP, IFF_RUNNING
        fcntl.ioctl(probe, 0x8914, request)              # SIOCSIFFLAGS


def unpack(path, root, folder):
    """The image's tree as a runtime mounts it, with the Secret in its place; then read-only."""
    for layer in Archive(path).layers:
        with tarfile.open(fileobj=io.BytesIO(layer)) as archive:
            archive.extractall(root)
    secret = root / "tls/server"
    for name, source in (("tls.crt", "server.crt"), ("tls.key", "server.key"),
                         ("ca.crt", "ca.crt")):
        shutil.copy(folder / source, secret / name)
        os.chown(secret / name, 2000, 2000)
    os.chmod(root, 0o755)
    subprocess.run(["mount", "--bind", root, root], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", root], check=True)


def channel(folder, address):
    read = [(folder / name).read_bytes() for name in ("ca.crt", "client.key", "client.crt")]
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(*read),
                               [("grpc.ssl_target_name_override", certificates.NAME)])


def objects_of(address_channel, xr):
    request = Request()
    json_format.ParseDict({"meta": {"tag": "a tag"}, "observed": {"composite": {
        "resource": xr}}, "desired": {}}, request)
    call = address_channel.unary_unary(f"/{protocol.SERVICE}/RunFunction",
                                       Request.SerializeToString, Response.FromString)
    response = call(request, timeout=60, wait_for_ready=True)
    fatal = [result.message for result in response.results if result.severity == 1]
    if fatal or response.meta.tag != "a tag":
        raise ValueError(f"answered with {response.meta.tag}: {fatal}")
    return {name: json_format.MessageToDict(resource.resource)
            for name, resource in response.desired.resources.items()}


def renders(open_channel):
    source = ROOT / "examples/llama-3.yaml"
    want = {o["metadata"]["name"]: o for o in yaml.safe_load_all(
        subprocess.run([LUXR, "render", source], check=True, capture_output=True).stdout)}
    with open_channel as opened:
        got = objects_of(opened, yaml.safe_load(source.read_text()))
    if {o["metadata"]["name"]: o for o in got.values()} != want:
        yield "it renders other manifests than the command line"


def runs(root, folder, arguments, environment, open_channel):
    command = [shutil.which("chroot"), "--userspec=2000:2000", root, "/usr/bin/luxr-function"]
    with Server(*arguments, command=command, where=(), env=environment) as server:
        yield from renders(open_channel(folder, "127.0.0.1:9443"))
        with urllib.request.urlopen("http://127.0.0.1:8080/readyz", timeout=60) as answer:
            if answer.status != 200:
                yield f"/readyz says {answer.status}"
        status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
        if "Uid:\t2000\t2000" not in status:
            yield "it does not run as uid 2000"
        if server.stop() != 0:
            yield "SIGTERM ended it badly: " + "".join(server.lines)


def refuses_to_start(root):
    """Without certificates and without --insecure."""
    done = subprocess.run([shutil.which("chroot"), "--userspec=2000:2000", root,
                           "/usr/bin/luxr-function"],
                          env={}, capture_output=True, timeout=60, check=False)
    if done.returncode == 0 or b"--insecure" not in done.stdout + done.stderr:
        yield f"ended with {done.returncode}: {done.stdout + done.stderr}"


def running(tally, output, folder):
    root = folder / "root"
    root.mkdir()
    loopback_up()
    certificates.make(folder)
    unpack(output / "function-luxr.xpkg", root, folder)
    try:
        secured = {"TLS_SERVER_CERTS_DIR": "/tls/server"}
        tally.test("no arguments, mTLS", runs, root, folder, [], secured, channel)
        tally.test("--insecure", runs, root, folder, ["--insecure"], secured,
                   lambda _, address: grpc.insecure_channel(address))
        tally.test("neither", refuses_to_start, root)
    finally:
        subprocess.run(["umount", root], check=True)


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        output = folder / "first"
        make(output)
        xpkg, image = output / "function-luxr.xpkg", output / "function-luxr.tar"
        configuration = output / "llm-inference.xpkg"
        tally.test("made twice", is_reproducible, output, folder / "second")
        for path in (xpkg, image, configuration):
            tally.test(f"{path.name} is consistent", is_consistent, path)
        tally.test("the Function's package", has_package, xpkg, "Function",
                   ["CustomResourceDefinition"])
        tally.test("the Configuration's package", has_package, configuration, "Configuration",
                   ["CompositeResourceDefinition", "Composition"])
        tally.test("the examples", has_examples, xpkg)
        tally.test("the layout", layout_is_annotated, output / "function-luxr.oci")
        tally.test("the image", image_holds_no_more, image)
        if shutil.which("skopeo"):
            tally.test("skopeo", skopeo_reads, output)
        else:
            print("skipped: the packages read by skopeo, which is not installed")
        if sys.argv[1:] != ["--no-run"]:
            running(tally, output, folder)
    return tally.done()


if __name__ == "__main__":
    sys.exit(main())
