"""luxr's function server, started for a test on a free port of the loopback, and ended by it."""
import json
import os
import pathlib
import subprocess
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("LUXR_BUILD") or ROOT / "build").resolve()
COMMAND = (BUILD / "luxr", "serve")
FREE = ("--insecure", "--address=127.0.0.1:0", "--metrics-address=127.0.0.1:0")


class Server:
    """with Server("--overlay", ...) as server: server.address is where it listens.

    The log is read to its end by a thread, so the server never waits for us; `lines` has it.
    `where` says what it is told of addresses and security."""

    def __init__(self, *arguments, command=COMMAND, where=FREE, **options):
        self.command = [*command, *where, *arguments]
        self.options, self.lines = options, []
        self.addresses, self.listening = {}, threading.Event()

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        **self.options)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.listening.wait(60)
        if len(self.addresses) < 2:
            self.process.kill()
            self.reader.join()
            raise RuntimeError("the server does not listen: " + "".join(self.lines))
        return self

    def _read(self):
        for line in self.process.stdout:
            line = line.decode()
            self.lines.append(line)
            self._look(line)
        self.listening.set()  # it has ended: nobody waits for nothing

    def _look(self, line):
        try:
            said = json.loads(line)
        except ValueError:
            return
        if said.get("msg") == "listening":
            self.addresses["grpc"] = said["address"]
        elif said.get("msg") == "metrics":
            self.addresses["metrics"] = said["address"]
        if len(self.addresses) == 2:
            self.listening.set()

    @property
    def address(self):
        return self.addresses["grpc"]

    @property
    def metrics(self):
        return self.addresses["metrics"]

    def stop(self):
        """SIGTERM, and the exit code."""
        self.process.terminate()
        code = self.process.wait(60)
        self.reader.join()
        return code

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.reader.join()
