"""The one door through which SMS and push leave over HTTP, with its limits of time, size and place."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from api.core.outgoing import public_tls
from api.notifications.sending import NotSent

SECONDS_FOR_ALL = 25.0
"""A server that stalls is given up after that long, whatever step it is at."""

_MOST_BYTES = 64_000
"""What is read of an answer."""


@dataclass(frozen=True)
class Answer:
    """What a server answered. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def is_safe_address(url: str) -> bool:
    """Whether messages may go to this address: by https; by http to this machine alone (a local gateway)."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.username or parts.password or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


async def post(whom: str, url: str, *, headers: Mapping[str, str], content: bytes) -> Answer:
    """Send and read the answer. `whom` is who is there, as a sentence begins (“La plateforme de SMS”).

    Redirects are not followed, and the environment's proxies and passwords are not used. Raises NotSent
    when nobody answers in time.
    """
    if not is_safe_address(url):
        raise NotSent(f"{whom} n’a pas d’adresse en https.", for_good=True)
    try:
        async with (
            asyncio.timeout(SECONDS_FOR_ALL),
            httpx.AsyncClient(verify=public_tls(), trust_env=False) as http,
            http.stream("POST", url, headers=dict(headers), content=content) as response,
        ):
            body = b""
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > _MOST_BYTES:
                    raise NotSent(f"{whom} répond sans fin.")
            return Answer(response.status_code, dict(response.headers), body)
    except (TimeoutError, httpx.TimeoutException) as silence:
        raise NotSent(f"{whom} ne répond pas.") from silence
    except (httpx.HTTPError, OSError, ValueError) as failure:
        raise NotSent(f"{whom} est injoignable.") from failure


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
