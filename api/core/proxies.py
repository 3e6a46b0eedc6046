"""Who stands near this server, and whether what stands between it and its callers is believed about them."""

from ipaddress import IPv6Address, ip_address, ip_network

import structlog
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

log = structlog.get_logger(__name__)

FORWARDED = ("x-forwarded-for", "forwarded")
"""Headers in which a proxy says for whom it calls."""

_NEAR = tuple(
    map(
        ip_network,
        ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10"),
    )
)
"""This machine, and networks that the Internet does not route."""


def comes_from_near(asked: HTTPConnection) -> bool:
    """Whether a program of this machine or of its private network calls by itself, for nobody else."""
    if any(name in asked.headers for name in FORWARDED):
        return False
    try:
        read = ip_address(asked.client.host if asked.client else "")
    except ValueError:
        return False
    address = (read.ipv4_mapped or read) if isinstance(read, IPv6Address) else read
    return any(address in network for network in _NEAR)


class UnheardProxy:
    """ASGI middleware: says once in the log of a process that somebody who is not believed says for whom they
    call.

    If that is our own proxy, all of its callers are one address, with one share of calls between them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.told = app, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as it came."""
        if not self.told and scope["type"] == "http" and _not_believed(HTTPConnection(scope)):
            self.told = True
            log.warning("proxy.not_believed", cure="name its address in FORWARDED_ALLOW_IPS, if it is ours")
        await self.app(scope, receive, send)


def _not_believed(asked: HTTPConnection) -> bool:
    """The server puts one of those whom a believed header names in the place of the caller."""
    named = ",".join(asked.headers.getlist(FORWARDED[0]))
    return bool(named.strip()) and (asked.client is None or asked.client.host not in named)
