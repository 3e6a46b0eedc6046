"""A web server of tests that misbehaves on demand: real sockets on loopback, plain or with TLS."""

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.core.settings import settings


@dataclass(frozen=True)
class Asked:
    """One request that came; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


async def read_request(reader: asyncio.StreamReader) -> Asked:
    """The next request of a connection. IncompleteReadError when there is none."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ")
    headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in head[1:] if line)}
    return Asked(method, path, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


def answer(writer: asyncio.StreamWriter, status: int, content: bytes, *, media: str, **headers: str) -> None:
    """A whole answer. Header names are given with underscores."""
    given = {"Content-Type": media, "Content-Length": str(len(content))}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in given.items())]
    writer.write("\r\n".join([*lines, "", ""]).encode() + content)


Serve = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class FakeHost:
    """`host.pages[path] = page(…)`; `host.asked` is what came. Listens on 127.0.0.1."""

    port: int = 0
    pages: dict[str, Serve] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str, scheme: str = "http", name: str = "127.0.0.1") -> str:
        """The address of a page."""
        return f"{scheme}://{name}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request per connection."""
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            asked = await read_request(reader)
            self.asked.append(asked)
            await self.pages.get(asked.path, page(status=404))(asked, writer)
            await writer.drain()
        writer.close()


def page(
    body: bytes | str = b"", *, status: int = 200, media: str = "text/calendar", **headers: str
) -> Serve:
    """A plain answer. Header names are given with underscores."""
    content = body.encode() if isinstance(body, str) else body

    async def serve(asked: Asked, writer: asyncio.StreamWriter) -> None:
        answer(writer, status, content, media=media, Connection="close", **headers)

    return serve


def redirect(where: str, status: int = 302) -> Serve:
    """Go elsewhere."""
    return page(status=status, Location=where)


def endless(total: int, *, announced: bool = False, chunk: int = 65_536, pause: float = 0.0) -> Serve:
    """A body of that many bytes, in pieces, with its length said or not."""

    async def serve(asked: Asked, writer: asyncio.StreamWriter) -> None:
        length = f"Content-Length: {total}\r\n" if announced else ""
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n{length}\r\n".encode())
        for _ in range(0, total, chunk):
            writer.write(b"x" * chunk)
            await writer.drain()
            await asyncio.sleep(pause)

    return serve


@asynccontextmanager
async def fake_host(tls: ssl.SSLContext | None = None, *, reachable: bool = True) -> AsyncIterator[FakeHost]:
    """A running host; with `reachable` false, test mode does not open the way to it."""
    host = FakeHost()
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0, ssl=tls)
    host.port = server.sockets[0].getsockname()[1]
    before = settings().outgoing_allows
    if reachable:
        settings().outgoing_allows = f"{before},127.0.0.1:{host.port}"
    try:
        yield host
    finally:
        settings().outgoing_allows = before
        server.close()


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate for that name, made now: the context of its server, and of who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([_named(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(public, private)
    return server, ssl.create_default_context(cafile=str(public))


def _named(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
