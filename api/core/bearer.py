"""Who a request says it is from, read alike by whoever authenticates it and by whoever counts it."""

from starlette.requests import HTTPConnection


def bearer_of(asked: HTTPConnection) -> str | None:
    """The bearer token of a request (RFC 6750), which counts before any cookie; None without one. Of a header
    that is sent twice, the first counts."""
    scheme, _, token = asked.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.casefold() == "bearer" else None
