"""What the system may do to a server: no events, no rights, no room, another time of day."""
import ctypes
import os
import pathlib
import re
import resource

from tls_files import client, directory, generation, where
from peer import Client, Echo, equal
from serving import BUILD

SOURCES = pathlib.Path(__file__).resolve().parents[2] / "src"
CLONE_NEWUSER = 0x10000000


def without_events():
    """In a user namespace of its own, which may watch nothing."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    with open("/proc/sys/user/max_inotify_instances", "w", encoding="ascii") as limit:
        limit.write("0")


def can(prepare):
    """Whether a process can be made so here."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    try:
        prepare()
        os._exit(0)
    except OSError:
        os._exit(1)


def test_certificates_are_polled_where_nothing_tells_of_changes():
    if not can(without_events):
        print("skipped: no user namespace can be made here")
        return
    place = directory()
    with Echo(where=where(place), limits="poll_ms=50", preexec_fn=without_events) as server:
        server.wait_for("certificates read")
        generation(place, "two", "renewed")
        server.wait_for("certificates read")
        with client(server) as peer:
            equal(peer.call(b"x"), b"x")
        server.end()


def without_rights():
    """As in a pod: uid 2000, no capabilities, and no file can be written anywhere."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(2000)
        os.setuid(2000)
    if ctypes.CDLL(None).prctl(38, 1, 0, 0, 0) != 0:  # PR_SET_NO_NEW_PRIVS
        raise OSError("prctl")


def test_serves_without_rights_and_without_a_place_to_write():
    if b"__tsan_init" in (BUILD / "luxr-function").read_bytes():
        print("skipped: the thread sanitizer needs a place to write")
        return
    with Echo(preexec_fn=without_rights) as server, Client(server) as peer:
        if os.getuid() == 0:
            status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
            equal(re.search(r"^CapEff:\s*(\w+)", status, re.M)[1].strip("0"), "")
        equal(peer.call(b"x" * 100000), b"x" * 100000)
        equal(server.get("/readyz"), (200, "ok\n"))
        server.end()


def test_the_time_of_day_decides_nothing():
    """A clock that is set does not end a call: only these few files read it, and none of them
    for a deadline. The log and records write it down; certificates end by it."""
    reads = re.compile(r"\btime\(|CLOCK_REALTIME|gettimeofday|\buv_clock_gettime|\buv_gettimeofday")
    found = {str(path.relative_to(SOURCES)) for path in SOURCES.glob("function/**/*.[ch]")
             if reads.search(path.read_text(encoding="utf-8"))}
    equal(found, {"function/log.c", "function/service/record.c",
                  "function/transport/certificate_watch.c"})
