"""The servers that bench/function/run compares: each a process of its own on a port of its own."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("LUXR_BUILD") or ROOT / "build").resolve()
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "luxr"
sys.path.insert(0, str(ROOT / "tests" / "interop"))
import certificates  # noqa: E402


class NotHere(Exception):
    """Something that a server needs is not installed."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A server that listens on a port it is told; pinned to the first core if so wanted."""
    name = None
    calls = 0  # how many calls a measurement makes: fewer for the slower ones

    def __init__(self, pinned=False):
        self.pin = ["taskset", "-c", "0"] if pinned else []

    def command(self, port):
        raise NotImplementedError

    def start(self, command, **options):
        self.process = subprocess.Popen([*self.pin, *map(str, command)],
                                        stdin=subprocess.DEVNULL, **options)

    def __enter__(self):
        port = free_port()
        self.address = f"127.0.0.1:{port}"
        self.start(self.command(port))
        end = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return self
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    self.__exit__()
                    raise NotHere("it does not start") from None

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def cpu(self, only_main=False):
        """CPU seconds of all its threads, or of the first one, to the nanosecond."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task")
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()
                   if not only_main or task.name == str(self.process.pid)) / 1e9

    def rss(self):
        """Resident memory in KB."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        return 0


class Luxr(Process):
    name, calls = "luxr", 20000

    def __init__(self, pinned=False, secured=None):
        super().__init__(pinned)
        self.security = ["--insecure"]
        if secured:
            self.security = ["--tls-certs-dir", certificates.directory(secured, "server")]

    def __enter__(self):
        if not (BUILD / "luxr-function").exists():
            raise NotHere(f"{BUILD} has no luxr-function")
        self.start([BUILD / "luxr-function", "--address=127.0.0.1:0",
                    "--metrics-address=127.0.0.1:0", *self.security],
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = {}
        while not {"listening", "metrics"} <= said.keys():
            line = self.process.stderr.readline()
            if not line:
                raise NotHere("it does not start")
            line = json.loads(line)
            said[line["msg"]] = line.get("address")
        self.address, self.metrics = said["listening"], said["metrics"]
        # Nobody reads the log any longer, and the server must not wait for that.
        self.drain = subprocess.Popen(["cat"], stdin=self.process.stderr,
                                      stdout=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        super().__exit__()
        self.drain.wait()
        self.process.stderr.close()


class TypeScript(Process):
    name, calls = "TypeScript SDK", 6000

    def command(self, port):
        done = subprocess.run([ROOT / "tests/interop/grpcjs/modules"], capture_output=True,
                              text=True, check=False)
        if done.returncode:
            raise NotHere(done.stderr.strip())
        os.environ["LUXR_NODE_MODULES"] = done.stdout.strip()
        return ["node", HERE / "typescript/server.mjs", port]


class Python(Process):
    name, calls = "Python grpc.aio", 3000

    def command(self, port):
        return ["/usr/bin/python3", "-B", HERE / "python/server.py", port]


class Rust(Process):
    name, calls = "Rust tonic", 20000

    def command(self, port):
        if not shutil.which("cargo"):
            raise NotHere("cargo is not installed")
        target = CACHE / "bench-function-rust"
        sources = target / "sources"
        shutil.rmtree(sources, ignore_errors=True)
        shutil.copytree(HERE / "rust", sources)  # cargo writes a lock file beside its manifest
        done = subprocess.run(["cargo", "build", "--quiet", "--release"], cwd=sources,
                              env={**os.environ, "CARGO_TARGET_DIR": str(target)},
                              capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotHere(done.stderr.strip().splitlines()[0])
        return [target / "release/luxr-bench-function", port]
