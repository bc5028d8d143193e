"""A gate before a real Elasticsearch: opened, jammed, or kept by somebody who answers instead."""

from __future__ import annotations

import asyncio
import json
import ssl
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

JSON = {"content-type": "application/json"}
OURS = {"X-elastic-product": "Elasticsearch"}


class Gate:
    """Listens on 127.0.0.1, over TLS when it was given a certificate."""

    def __init__(self, url: str, certificate: tuple[Path, Path] | None = None) -> None:
        """Take what lies behind, and the files of a certificate and its key."""
        self._behind = urlsplit(url)
        self._tls: ssl.SSLContext | None = None
        if certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.show(certificate)
        self._answer: bytes | None = None
        self._jammed = self._shut = False
        self._server: asyncio.Server | None = None
        self._passing: set[asyncio.Task[None]] = set()
        self.knocks = 0

    @property
    def url(self) -> str:
        """The address to knock at; a certificate has to be made for localhost."""
        assert self._server is not None
        port = self._server.sockets[0].getsockname()[1]
        return f"https://localhost:{port}" if self._tls else f"http://127.0.0.1:{port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._knocked, "127.0.0.1", 0, ssl=self._tls)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        await self.part()

    async def open(self) -> None:
        """Let everybody through from now on."""
        self._answer, self._jammed, self._shut = None, False, False
        await self.part()

    async def shut(self) -> None:
        """Turn everybody away."""
        self._shut = True
        await self.part()

    async def jam(self) -> None:
        """Let nobody through, and give no answer."""
        self._jammed = True
        await self.part()

    async def answer(self, status: int, body: Any, *, ours: bool = True) -> None:
        """Answer everything by one answer, with the header that Elasticsearch has or without."""
        content = json.dumps(body).encode()
        lines = [f"HTTP/1.1 {status} Recorded", f"content-length: {len(content)}"]
        lines += [f"{key}: {value}" for key, value in {**JSON, **(OURS if ours else {})}.items()]
        self._answer = "\r\n".join([*lines, "connection: close", "", ""]).encode() + content
        await self.part()

    def show(self, certificate: tuple[Path, Path]) -> None:
        """Show another certificate to those who come from now on."""
        assert self._tls is not None
        self._tls.load_cert_chain(*certificate)

    async def part(self) -> None:
        """Cut off all who are passing; they may come again."""
        passing, self._passing = self._passing, set()
        for task in passing:
            task.cancel()
        await asyncio.gather(*passing, return_exceptions=True)

    async def _knocked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._passing.add(task)
        self.knocks += 1
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._attend(reader, writer)
        finally:
            self._passing.discard(task)
            writer.close()

    async def _attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._shut:
            return
        if self._jammed:
            await asyncio.Event().wait()
        elif self._answer is not None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self._answer)
            await writer.drain()
        else:
            inside = await asyncio.open_connection(self._behind.hostname, self._behind.port)
            try:
                done, pending = await asyncio.wait(
                    [
                        asyncio.create_task(_pour(reader, inside[1])),
                        asyncio.create_task(_pour(inside[0], writer)),
                    ],
                    return_when=asyncio.FIRST_COMPLETED,
                )
                for one in pending:
                    one.cancel()
                await asyncio.gather(*done, *pending, return_exceptions=True)
            finally:
                inside[1].close()


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(2**16):
            sink.write(data)
            await sink.drain()
