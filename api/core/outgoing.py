"""The one way out of this server for addresses that people give us: calendars, webhooks.

Such an address may be an attack on what only this machine can reach. So: HTTPS, the usual ports, a name
resolved once and the connection made to the very address that was checked (a second answer of the DNS
changes nothing), each redirect treated as a new address, three at most, one clock over all of it, and a
body counted while it comes, compressed and not. Proxies of the environment are not used: they would
resolve the name again. (docs/decisions/0012-outside-agendas.md)
"""

import asyncio
import base64
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal
from urllib.parse import urljoin

import httpx

from api.core.addresses import is_odd_spelling, is_public
from api.core.settings import settings

MOST_REDIRECTS = 3

PORTS: Mapping[str, int] = {"https": 443, "http": 80}

LONGEST_URL = 2000

Cause = Literal["address", "unreachable", "slow", "large", "redirects", "encoding"]

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port -> its addresses, as text. OSError when it has none."""


class OutgoingRefused(Exception):
    """We did not fetch it, or not to the end. `cause` says which limit spoke; the text, how to cure it.

    `address`: not an address we go to. `unreachable`: no such host, or nobody answers there. `slow`,
    `large`: over the limits. `redirects`: more than three. `encoding`: compressed in a way we do not read.
    """

    def __init__(self, cause: Cause, detail: str) -> None:
        super().__init__(detail)
        self.cause: Cause = cause


@dataclass(frozen=True)
class Limits:
    """What one exchange may cost: seconds in all, redirects included, and bytes of its body, unpacked.

    Without `follow`, a redirect is an answer as any other: what is sent reaches the address given, or nobody.
    """

    seconds: float = 20.0
    body_bytes: int = 5_000_000
    follow: bool = True


@dataclass(frozen=True)
class Answer:
    """What came back. `url` is where it came from, redirects followed; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    url: str = field(repr=False)


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the system's resolver gives them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@cache
def public_tls() -> ssl.SSLContext:
    """Whom this machine trusts on the Internet, as it was when the process began: to read all of them anew
    for each call takes some 25 ms of the processor."""
    return ssl.create_default_context()


def check_url(url: str) -> httpx.URL:
    """The URL, if its form alone does not exclude it: for a form, before anything is fetched.

    Raises OutgoingRefused (`address`). `webcal:` is what calendars call `https:`.
    """
    if len(url) > LONGEST_URL or any(ord(letter) <= 32 or ord(letter) == 127 for letter in url):
        raise OutgoingRefused("address", "This is no address: copy it again, whole and without spaces")
    if url[:7].lower() == "webcal:":
        url = f"https:{url[7:]}"
    try:
        parsed = httpx.URL(url)
        host, port = parsed.raw_host.decode("ascii"), parsed.port
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise OutgoingRefused("address", "This is no address: copy it again") from error
    if parsed.scheme not in PORTS or not host:
        raise OutgoingRefused("address", "The address must begin with https://")
    if parsed.userinfo:
        raise OutgoingRefused("address", "Take name and password out of the address: they have fields")
    port = port or PORTS[parsed.scheme]
    if _tried_out(host, port):
        return parsed
    if parsed.scheme != "https":
        raise OutgoingRefused("address", "The address must begin with https://")
    if port != PORTS["https"]:
        raise OutgoingRefused("address", "Only the usual port of https (443) is reached")
    if is_odd_spelling(host) or (_is_address(host) and not is_public(host)):
        raise OutgoingRefused("address", "This address is not one of the public Internet")
    return parsed


async def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    basic: tuple[str, str] | None = None,
    limits: Limits | None = None,
    resolver: Resolve = resolve,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """Call a URL that somebody gave us; whatever the status, it is an Answer.

    `basic` (name, password) goes to the origin of `url` only, never further. Raises OutgoingRefused.
    `resolver` and `tls` (whom to trust) are for those who have a network of their own.
    """
    allowed = limits or Limits()
    try:
        async with asyncio.timeout(allowed.seconds):
            return await _follow(url, method, dict(headers or {}), content, basic, allowed, resolver, tls)
    except TimeoutError as error:
        raise OutgoingRefused("slow", f"No whole answer within {allowed.seconds:g} seconds") from error


async def _follow(
    url: str,
    method: str,
    headers: dict[str, str],
    content: bytes | None,
    basic: tuple[str, str] | None,
    limits: Limits,
    resolver: Resolve,
    tls: ssl.SSLContext | None,
) -> Answer:
    target = first = check_url(url)
    transport = _Checked(resolver, tls or public_tls())
    async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=limits.seconds) as client:
        for _ in range(MOST_REDIRECTS + 1):
            request = client.build_request(
                method,
                target,
                headers={"User-Agent": "Maillage", "Accept-Encoding": "gzip", **headers},
                content=content,
            )
            if basic is not None and _origin(target) == _origin(first):
                token = base64.b64encode(":".join(basic).encode()).decode()
                request.headers["Authorization"] = f"Basic {token}"
            answer = await _exchange(client, request, limits)
            where = answer.headers.get("location")
            if not limits.follow or answer.status not in (301, 302, 303, 307, 308) or where is None:
                return answer
            if answer.status == 303:
                method, content = "GET", None
            target = check_url(urljoin(str(target), where))
            if first.scheme == "https" and target.scheme != "https":
                raise OutgoingRefused("address", "The address leads from https to http")
    raise OutgoingRefused("redirects", f"More than {MOST_REDIRECTS} redirects")


async def _exchange(client: httpx.AsyncClient, request: httpx.Request, limits: Limits) -> Answer:
    try:
        response = await client.send(request, stream=True, follow_redirects=False)
        try:
            redirected = response.has_redirect_location
            body = b"" if redirected else await _body(response, limits.body_bytes)
        finally:
            await response.aclose()
    except httpx.TimeoutException as error:
        raise OutgoingRefused("slow", "No answer in time") from error
    except httpx.HTTPError as error:
        raise OutgoingRefused("unreachable", "Nobody answers at this address") from error
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers, body, str(request.url))


async def _body(response: httpx.Response, most: int) -> bytes:
    """The body, unpacked, refused as soon as it is longer than allowed: a bomb never unfolds."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise OutgoingRefused("encoding", "The answer is compressed in a way that was not asked for")
    unpacker = None if coding in ("identity", "") else zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced[:20]) > most:
        raise _too_large(most)
    parts, raw, size = [], 0, 0
    async for part in response.aiter_raw():
        raw += len(part)
        if unpacker is not None:
            try:
                part = unpacker.decompress(part, most - size + 1)
            except zlib.error as error:
                raise OutgoingRefused("encoding", "The answer is not compressed as it says") from error
        size += len(part)
        if size > most or raw > most:
            raise _too_large(most)
        parts.append(part)
    if unpacker is not None and raw and not unpacker.eof:
        raise OutgoingRefused("unreachable", "The answer was cut short")
    return b"".join(parts)


def _too_large(most: int) -> OutgoingRefused:
    return OutgoingRefused("large", f"The answer is longer than {most} bytes")


class _Checked(httpx.AsyncBaseTransport):
    """Connects to the checked address under the name that was asked for: Host, SNI and certificate."""

    def __init__(self, resolver: Resolve, tls: ssl.SSLContext) -> None:
        self.resolver = resolver
        self.inner = httpx.AsyncHTTPTransport(verify=tls, trust_env=False, retries=0)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Resolve, check, and pass on to that very address."""
        host = request.url.raw_host.decode("ascii")
        port = request.url.port or PORTS[request.url.scheme]
        try:
            addresses = [host] if _is_address(host) else await self.resolver(host, port)
        except OSError as error:
            raise OutgoingRefused("unreachable", "There is no such host") from error
        if not addresses:
            raise OutgoingRefused("unreachable", "There is no such host")
        # One private address among public ones is already a trap: which is taken would be chance.
        if not all(is_public(address) or _tried_out(address, port) for address in addresses):
            raise OutgoingRefused("address", "This address is not one of the public Internet")
        pinned = httpx.Request(
            method=request.method,
            url=request.url.copy_with(host=addresses[0]),
            headers=request.headers,  # Host among them: it names what was asked for
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return await self.inner.handle_async_request(pinned)

    async def aclose(self) -> None:
        """Close the connections."""
        await self.inner.aclose()


def _is_address(host: str) -> bool:
    return ":" in host or (host.replace(".", "").isdigit() and not is_odd_spelling(host))


def _origin(url: httpx.URL) -> tuple[str, bytes, int]:
    return url.scheme, url.raw_host, url.port or PORTS[url.scheme]


def _tried_out(host: str, port: int) -> bool:
    """Whether tests said that one of their own servers stands there. Never outside test mode."""
    config = settings()
    return config.test_mode and f"{host}:{port}" in config.outgoing_allows.split(",")
