"""Certificates made for a test, by the command openssl."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.requirements_rule import missing


@dataclass(frozen=True)
class Authority:
    """An authority of its own, and the certificates that it makes."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> Authority:
        folder.mkdir(parents=True, exist_ok=True)
        subject = ["-subj", f"/CN={folder.name}"]
        files = ["-out", str(folder / "ca.pem"), "-keyout", str(folder / "ca.key")]
        _openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *files)
        return cls(folder)

    @property
    def file(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of its certificate, as Elasticsearch prints it."""
        return sha256(ssl.PEM_cert_to_DER_cert(self.file.read_text())).hexdigest()

    def certify(self, name: str = "localhost", days: int = 2) -> tuple[Path, Path]:
        """Make a certificate; its file shows this authority's, too, as Elasticsearch does.

        Args:
            name: of the host.
            days: until it expires; -1 for one that has.

        Returns:
            The files of the certificates and of the key.
        """
        shown, key, asked = (
            self.folder / f"{name}{days}.{end}" for end in ("pem", "key", "request")
        )
        subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
        files = ["-keyout", str(key), "-out", str(asked)]
        _openssl("req", "-newkey", "rsa:2048", "-nodes", *subject, *files)
        signer = ["-CA", str(self.file), "-CAkey", str(self.folder / "ca.key")]
        terms = ["-copy_extensions", "copy", "-days", str(days)]
        _openssl("x509", "-req", "-in", str(asked), *signer, *terms, "-out", str(shown))
        shown.write_text(shown.read_text() + self.file.read_text())
        return shown, key


def _openssl(*arguments: str) -> None:
    try:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)
    except FileNotFoundError:
        missing("the command openssl, which makes certificates for the tests")
