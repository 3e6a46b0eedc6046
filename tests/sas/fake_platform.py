"""A SAS platform of tests: real HTTPS on loopback with an authority of its own, which asks for a client
certificate; it keeps appointments, and misbehaves on demand."""

import asyncio
import json
import ssl
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fake_host import answer, read_request
from tests.fhir.authority import Authority

Way = Callable[["FakePlatform", "Asked", asyncio.StreamWriter], Awaitable[None]]
"""How one request is answered."""


@dataclass(frozen=True)
class Asked:
    """One request that came, with the resource that it brings."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def identifier(self) -> str:
        """The editor's identifier of the appointment."""
        return str(self.body["identifier"][0]["value"])

    @property
    def said(self) -> tuple[str, str]:
        """The method and the status of the appointment."""
        return self.method, self.body["status"]


@dataclass
class FakePlatform:
    """`platform.ways.append(refuses(422))`: so is the next request answered; without one, as it should be."""

    port: int = 0
    ways: deque[Way] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    kept: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """By identifier: one body; more when it was created twice."""
    callers: list[asyncio.StreamWriter] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        """Its FHIR base."""
        return f"https://127.0.0.1:{self.port}/fhir"

    @property
    def said(self) -> list[tuple[str, str]]:
        """What came, in order: method and status."""
        return [one.said for one in self.asked]

    def keep(self, asked: Asked) -> int:
        """Do as a server of FHIR does; the status to answer. A POST always creates, whatever is there."""
        known = self.kept.setdefault(asked.identifier, [])
        if asked.method == "POST":
            known.append(asked.body)
            return 201
        system, _, value = parse_qs(urlsplit(asked.path).query)["identifier"][0].partition("|")
        assert (system, value) == (asked.body["identifier"][0]["system"], asked.identifier)
        if len(known) > 1:
            return 412
        created, known[:] = not known, [asked.body]
        return 201 if created else 200

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Requests of one connection, until a way closes it."""
        self.callers.append(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            while not writer.is_closing():
                came = await read_request(reader)
                asked = Asked(came.method, came.path, came.headers, json.loads(came.body))
                self.asked.append(asked)
                self.came.set()
                await (self.ways.popleft() if self.ways else takes)(self, asked, writer)
                await writer.drain()
        writer.close()


def _answer(writer: asyncio.StreamWriter, status: int, body: bytes = b"", **headers: str) -> None:
    answer(writer, status, body, media="application/fhir+json", **headers)


async def takes(platform: FakePlatform, asked: Asked, writer: asyncio.StreamWriter) -> None:
    """As it should be."""
    _answer(writer, platform.keep(asked))


def refuses(status: int, text: str = "", **headers: str) -> Way:
    """Keep nothing, and say why."""
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "diagnostics": text}]}

    async def way(platform: FakePlatform, asked: Asked, writer: asyncio.StreamWriter) -> None:
        _answer(writer, status, json.dumps(outcome).encode() if text else b"", **headers)

    return way


async def stalls(platform: FakePlatform, asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Keep it, and never answer."""
    platform.keep(asked)
    with suppress(ConnectionError):
        await writer.wait_closed()


async def loses_its_answer(platform: FakePlatform, asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Keep it, and hang up."""
    platform.keep(asked)
    writer.transport.abort()


async def dies_in_its_answer(platform: FakePlatform, asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Keep it, and hang up in the middle of the answer."""
    platform.keep(asked)
    writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 400\r\n\r\n{")
    await writer.drain()
    writer.close()


async def fails_having_kept(platform: FakePlatform, asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Keep it, and say that something broke."""
    platform.keep(asked)
    _answer(writer, 500)


async def waits(platform: FakePlatform, asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Answer once the test lets it."""
    await platform.let_go.wait()
    await takes(platform, asked, writer)


@dataclass(frozen=True)
class Papers:
    """Files of PEM: what a server shows, and whom it trusts."""

    certificate: Path
    key: Path
    authority: Path


def papers_of(authority: Authority, name: str) -> Papers:
    """A certificate of that authority, which trusts the authority in turn."""
    certificate, key = authority.certificate(name)
    return Papers(Path(certificate), Path(key), authority.file)


@asynccontextmanager
async def fake_platform(
    authority: Authority, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
) -> AsyncIterator[FakePlatform]:
    """A running platform, which takes callers of that authority only."""
    mine = papers_of(authority, "plateforme")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(mine.certificate, mine.key)
    tls.load_verify_locations(mine.authority)
    tls.verify_mode, tls.maximum_version = ssl.CERT_REQUIRED, newest
    platform = FakePlatform()
    server = await asyncio.start_server(platform.serve, "127.0.0.1", 0, ssl=tls)
    platform.port = server.sockets[0].getsockname()[1]
    try:
        yield platform
    finally:
        server.close()
        for writer in platform.callers:
            if not writer.is_closing():
                writer.transport.abort()
