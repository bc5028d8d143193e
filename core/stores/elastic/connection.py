"""How to reach a cluster, as one frozen value."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from elastic_transport import AiohttpHttpNode, BaseAsyncNode
from elastic_transport.client_utils import DEFAULT
from elasticsearch import AsyncElasticsearch
from elasticsearch.serializer import OrjsonSerializer

from core.errors import StoreRefused

HTTP_PORT, HTTPS_PORT = 80, 443


@dataclass(frozen=True, slots=True)
class ElasticConnection:
    """Addresses and credentials. Credentials stay out of its repr, those inside an address too.

    Attributes:
        urls: of the nodes of one cluster; user and password may stand in them (user:pass@host).
        api_key: as Elasticsearch gives it, base64; goes before a user and password.
        username: with `password`.
        password: of `username`.
        ca_certs: the file of the certificate authority, when it is not a public one.
        ca_fingerprint: of the authority's certificate, instead of its file: SHA-256 in hexadecimal
            digits, with or without colons.
        prefix: what the names of our indices begin with.
        timeout: seconds that a request may take.
    """

    urls: tuple[str, ...] = field(repr=False)
    api_key: str | None = field(default=None, repr=False)
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_certs: Path | None = None
    ca_fingerprint: str | None = None
    prefix: str = "familiar"
    timeout: float = 10.0

    @property
    def hosts(self) -> str:
        """The addresses without credentials, for people."""
        return ", ".join(_bare(urlsplit(url)) for url in self.urls)

    @property
    def credentials(self) -> str | None:
        """The names of the settings that hold the credentials in use; None without any."""
        if self.api_key:
            return "ELASTICSEARCH_API_KEY"
        if self.username:
            return "ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD"
        if self._in_urls() is not None:
            return "the user and password in ELASTICSEARCH_URL"
        return None

    @property
    def is_secure(self) -> bool:
        """Whether any host is reached over TLS."""
        return any(urlsplit(url).scheme == "https" for url in self.urls)

    def client(
        self,
        node: type[BaseAsyncNode] = AiohttpHttpNode,
        context: ssl.SSLContext | None = None,
    ) -> AsyncElasticsearch:
        """Return a client that has sent nothing yet. Reads the authority's file: a blocking call.

        It does not retry: its status retries do not wait (see `Cluster`).

        Args:
            node: what carries a request to a host.
            context: what TLS is verified by, instead of the authority's file or public ones.

        Raises:
            StoreRefused: the authority's file is none.
        """
        basic = (self.username, self.password or "") if self.username else self._in_urls()
        try:
            return AsyncElasticsearch(
                [_with_port(urlsplit(url)) for url in self.urls],
                api_key=self.api_key,
                basic_auth=None if self.api_key else basic,
                node_class=node,
                serializers={OrjsonSerializer.mimetype: OrjsonSerializer()},
                request_timeout=self.timeout,
                max_retries=0,
                retry_on_timeout=False,
                ca_certs=str(self.ca_certs) if self.ca_certs and self.is_secure else DEFAULT,
                ssl_context=context or DEFAULT,
            )
        except (ssl.SSLError, OSError) as error:
            raise StoreRefused(
                reason="the file of ELASTICSEARCH_CA_CERTS holds no certificates in PEM form"
            ) from error

    def _in_urls(self) -> tuple[str, str] | None:
        for parts in map(urlsplit, self.urls):
            if parts.username:
                return unquote(parts.username), unquote(parts.password or "")
        return None


def _bare(parts: SplitResult) -> str:
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"


def _with_port(parts: SplitResult) -> str:
    # The client insists on a port, where every other program takes the scheme's own.
    bare = _bare(parts)
    if parts.port:
        return bare
    path = parts.path.rstrip("/")
    port = HTTPS_PORT if parts.scheme == "https" else HTTP_PORT
    return f"{bare.removesuffix(path) if path else bare}:{port}{path}"
