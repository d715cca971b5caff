"""Certificates that change while calls are made."""
import signal

import grpc

from tls_files import client, directory, generation, read, where
from peer import Echo, equal

LOADS = 'luxr_function_certificate_loads_total{result="%s"}'


def test_a_new_pair_is_used_by_new_connections_only():
    place = directory()
    with Echo(where=where(place)) as server, client(server) as old:
        equal(old.call(b"before"), b"before")
        running = old.future(b"test:hold")
        server.wait_for("held")
        generation(place, "two", "strange-server", roots=("stranger",))
        server.wait_until(LOADS % "used", 2)
        server.process.send_signal(signal.SIGUSR2)
        equal(running.result(), b"released")
        equal(old.call(b"the old connection lives"), b"the old connection lives")
        with client(server, "strange-client", root="stranger") as new:
            equal(new.call(b"after"), b"after")
        with client(server, "client", root="stranger") as wrong:
            equal(wrong.failure(b"x", timeout=2)[0], "UNAVAILABLE")
        server.end()


def test_rotations_under_load_lose_no_call():
    place = directory()
    with Echo(where=where(place)) as server:
        for round_number in range(1, 6):
            peers = [client(server) for _ in range(4)]
            calls = [peer.future(b"%d" % n * 100) for n in range(25) for peer in peers]
            generation(place, f"g{round_number}", ("server", "renewed")[round_number % 2])
            calls += [peer.future(b"x" * 100) for n in range(25) for peer in peers]
            server.wait_until(LOADS % "used", 1 + round_number)
            for call in calls:
                equal(len(call.result()) % 100, 0)
            for peer in peers:
                peer.channel.close()
        server.end()


def broken(files, word, **other):
    """A set that is refused: the old one stays in use, and the mend is seen."""
    place = directory()
    with Echo(where=where(place)) as server:
        server.wait_for("certificates read")
        generation(place, "bad", files=files, **other)
        line = server.wait_for("certificates refused, the old ones stay in use")
        assert word in line["reason"], line
        equal(server.metric(LOADS % "refused"), 1)
        equal(server.get("/readyz"), (200, "ok\n"))
        with client(server) as peer:
            equal(peer.call(b"x"), b"x")
        generation(place, "good", "renewed")
        server.wait_for("certificates read")
        equal(server.metric(LOADS % "used"), 2)
        server.end()


def test_a_key_of_another_certificate():
    broken({"tls.key": read("client.key")}, "tls.key: not the key of tls.crt")


def test_half_a_file():
    broken({"tls.crt": read("renewed.crt")[:500]}, "tls.crt: no certificate in PEM")
    broken({"tls.key": read("server.key")[:500]}, "tls.key: no private key in PEM")
    broken({"ca.crt": read("root.crt") + read("stranger.crt")[:500]}, "ca.crt: no certificate")


def test_empty_and_missing_files():
    broken({"tls.crt": b""}, "tls.crt: no certificate in PEM")
    broken({"ca.crt": b"text\n"}, "ca.crt: no certificate in PEM")
    broken({"tls.key": None}, "tls.key: No such file or directory")


def test_two_roots_are_both_accepted():
    place = directory(roots=("root", "stranger"))
    with Echo(where=where(place)) as server:
        for name in ("client", "strange-client"):
            with client(server, name) as peer:
                equal(peer.call(b"x"), b"x")


def test_files_that_are_written_in_place():
    place = directory()
    for name in ("tls.crt", "tls.key", "ca.crt"):
        content = (place / name).read_bytes()
        (place / name).unlink()
        (place / name).write_bytes(content)
    (place / "..data").unlink()
    with Echo(where=where(place)) as server:
        server.wait_for("certificates read")
        (place / "tls.crt").write_bytes(read("renewed.crt"))
        (place / "tls.key").write_bytes(read("renewed.key"))
        server.wait_for("certificates read")


def test_a_directory_that_is_replaced_is_found_by_a_signal():
    place = directory()
    with Echo(where=where(place)) as server:
        server.wait_for("certificates read")
        other = directory("renewed")
        place.rename(place.with_name(place.name + "-old"))
        other.rename(place)
        server.process.send_signal(signal.SIGHUP)
        server.wait_for("certificates read")
        server.wait_for("reloaded")
        generation(place, "two")
        server.wait_for("certificates read")


def test_a_hundred_changes_at_once_are_few():
    place = directory()
    with Echo(where=where(place)) as server:
        server.wait_for("certificates read")
        for n in range(100):
            generation(place, f"g{n}", ("renewed", "server")[n % 2])
        generation(place, "last", "server", roots=("root", "stranger"))
        with client(server) as peer:
            equal(peer.call(b"x"), b"x")
        while not serial_of_stranger(server):
            pass
        assert server.metric(LOADS % "used") < 50
        server.end()


def serial_of_stranger(server):
    with client(server, "strange-client") as peer:
        try:
            return peer.call(b"x", timeout=20) == b"x"
        except grpc.RpcError:
            return False


def test_the_same_files_again_are_no_change():
    place = directory()
    with Echo(where=where(place)) as server:
        server.wait_for("certificates read")
        generation(place, "same")
        server.process.send_signal(signal.SIGHUP)
        server.wait_for("reloaded")
        equal(server.metric(LOADS % "used"), 1)
