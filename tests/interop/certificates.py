"""Certificates for a test, made by openssl: an authority, and by it a server's and a client's."""
import shutil
import subprocess

NAME = "function-luxr.crossplane-system"  # what the server's is for


def _openssl(folder, *arguments):
    subprocess.run(["openssl", *map(str, arguments)], cwd=folder, check=True, capture_output=True)


def make(folder):
    """ca.crt, server.crt, server.key, client.crt and client.key in the folder."""
    _openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out",
             "ca.crt", "-subj", "/CN=an authority", "-days", "2")
    for who, usage in (("server", "serverAuth"), ("client", "clientAuth")):
        (folder / "extensions").write_text(
            f"subjectAltName=DNS:{NAME}\nextendedKeyUsage={usage}\n", encoding="utf-8")
        _openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{who}.key", "-out",
                 f"{who}.csr", "-subj", f"/CN={who}")
        _openssl(folder, "x509", "-req", "-in", f"{who}.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
                 "-CAcreateserial", "-days", "2", "-extfile", "extensions", "-out", f"{who}.crt")


def directory(folder, who):
    """The folder's certificates of `server` or `client`, as a Secret that is mounted shows them."""
    if not (folder / "ca.crt").exists():
        make(folder)
    secret = folder / f"secret-of-{who}"
    if not secret.exists():
        secret.mkdir()
        shutil.copy(folder / "ca.crt", secret)
        shutil.copy(folder / f"{who}.crt", secret / "tls.crt")
        shutil.copy(folder / f"{who}.key", secret / "tls.key")
    return secret
