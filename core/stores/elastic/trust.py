"""Trusting one authority, known by the fingerprint of its certificate alone.

The certificate itself comes from the host: whoever shows one of this fingerprint shows the right
one, because nobody can make another. From then on every connection is verified by it, as if its
file had been set. The host's name is not compared, as in Elastic's own clients: the authority is a
cluster's own, and certifies nothing but its nodes.
"""

from __future__ import annotations

import asyncio
import hmac
import socket
import ssl
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from core.errors import CoreError, StoreUnavailable
from core.store_errors import AnotherServer, UntrustedStore
from core.stores.elastic.connection import HTTPS_PORT, ElasticConnection


class Trust:
    """What connections over TLS are verified by; to be established before the first."""

    def __init__(self, connection: ElasticConnection) -> None:
        """Take the connection whose fingerprint is set."""
        self._connection = connection
        self._established = False
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.context.check_hostname = False
        # The certificate may be the host's own, signed by an authority that nobody told us of.
        self.context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN

    async def establish(self) -> None:
        """Ask the hosts for the certificate of the fingerprint, unless it is there already.

        Raises:
            StoreUnavailable: no host can be reached.
            AnotherServer: none of them speaks TLS.
            UntrustedStore: none of them shows such a certificate.
        """
        if self._established:
            return
        failure: CoreError | None = None
        for url in self._connection.urls:
            try:
                shown = await asyncio.to_thread(_chain, url, self._connection.timeout)
            except ssl.SSLError:
                failure = failure or AnotherServer(
                    reason=f"{self._connection.hosts} does not speak TLS as https:// asks: check "
                    "the address, or use http://"
                )
            except OSError:
                failure = failure or StoreUnavailable(
                    reason=f"Elasticsearch at {self._connection.hosts} cannot be reached"
                )
            else:
                if self._found(shown):
                    return
                failure = UntrustedStore(
                    reason=f"no certificate that {self._connection.hosts} shows has the "
                    "fingerprint that ELASTICSEARCH_CA_FINGERPRINT names: check it, and be sure "
                    "that nobody stands between"
                )
        if failure is not None:
            raise failure

    def _found(self, shown: Sequence[bytes]) -> bool:
        wanted = bytes.fromhex((self._connection.ca_fingerprint or "").replace(":", ""))
        for certificate in shown:
            if hmac.compare_digest(sha256(certificate).digest(), wanted):
                self.context.load_verify_locations(cadata=certificate)
                self._established = True
                return True
        return False


def _chain(url: str, seconds: float) -> list[bytes]:
    """Return the certificates that a host shows, in DER form. Nothing of them is believed here."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or HTTPS_PORT
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection((host, port), seconds) as plain,
        context.wrap_socket(plain, server_hostname=host) as tls,
    ):
        if hasattr(tls, "get_unverified_chain"):  # since Python 3.13
            return list(tls.get_unverified_chain())
        # Before, as Elastic's own client does it.
        inside: Any = tls._sslobj  # type: ignore[attr-defined]  # noqa: SLF001 — as said
        return [
            ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in inside.get_unverified_chain()
        ]
