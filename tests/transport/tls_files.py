"""Certificates for tests, made by openssl once for a run."""
import atexit
import pathlib
import shutil
import subprocess
import tempfile

import grpc

from peer import Client

PLACE = pathlib.Path(tempfile.mkdtemp(prefix="luxr-certificates-"))
atexit.register(shutil.rmtree, PLACE, ignore_errors=True)


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], cwd=PLACE, check=True, capture_output=True)


def authority(name):
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out",
            f"{name}.crt", "-days", "400", "-subj", f"/CN={name}")


def leaf(name, issuer, usage, days=90, key="rsa:2048"):
    openssl("req", "-newkey", key, *(["-pkeyopt", "ec_paramgen_curve:P-256"] if key == "ec" else []),
            "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
    (PLACE / f"{name}.ext").write_text(
        "subjectAltName=DNS:localhost,DNS:fn.crossplane-system\n"
        + (f"extendedKeyUsage={usage}\n" if usage else ""))
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{issuer}.crt", "-CAkey",
            f"{issuer}.key", "-CAcreateserial", "-out", f"{name}.crt", "-days", str(days),
            "-extfile", f"{name}.ext")


def read(name):
    return (PLACE / name).read_bytes()


def make():
    authority("root")
    authority("stranger")
    for name in ("server", "renewed"):
        leaf(name, "root", "serverAuth")
    leaf("strange-server", "stranger", "serverAuth")
    leaf("client", "root", "clientAuth")
    leaf("strange-client", "stranger", "clientAuth")
    leaf("wrong-usage", "root", "serverAuth")
    leaf("expired", "root", "clientAuth", -1)
    leaf("expired-server", "root", "serverAuth", -1)
    leaf("any-usage", "root", None)
    leaf("curve", "root", "clientAuth", key="ec")


make()


def directory(server="server", roots=("root",)):
    """A new directory as a Secret's volume has it: files that are links through ..data."""
    place = pathlib.Path(tempfile.mkdtemp(dir=PLACE))
    generation(place, "one", server, roots)
    for name in ("tls.crt", "tls.key", "ca.crt"):
        (place / name).symlink_to(f"..data/{name}")
    return place


def generation(place, name, server="server", roots=("root",), files=None):
    """Flips ..data to a new generation, as the kubelet does."""
    (place / f"..{name}").mkdir()
    contents = {"tls.crt": read(f"{server}.crt"), "tls.key": read(f"{server}.key"),
                "ca.crt": b"".join(read(f"{root}.crt") for root in roots)}
    for file, content in {**contents, **(files or {})}.items():
        if content is not None:
            (place / f"..{name}" / file).write_bytes(content)
    (place / "..data_tmp").symlink_to(f"..{name}")
    (place / "..data_tmp").rename(place / "..data")


def where(place):
    return ("--tls-certs-dir", str(place), "--address=127.0.0.1:0", "--metrics-address=127.0.0.1:0")


def client(server, name="client", root="root"):
    credentials = grpc.ssl_channel_credentials(read(f"{root}.crt"), read(f"{name}.key"),
                                               read(f"{name}.crt"))
    return Client(server, credentials, [("grpc.ssl_target_name_override", "localhost")])
