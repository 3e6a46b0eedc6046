"""Headers that every answer carries: what a browser may do with it, and who may keep it."""

from collections.abc import Mapping
from datetime import UTC
from email.utils import format_datetime

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core import clock

_POLICY = "Content-Security-Policy"


def content_security_policy(*styles: str) -> str:
    """Nothing comes from elsewhere; no script and no style stands in a page, but styles that these sources
    (a nonce, a digest) name. `data:` images are the icons that style sheets carry.
    """
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("style-src 'self'", *styles)),
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def its_own_policy(*styles: str) -> dict[str, str]:
    """The header of an answer that has styles in it."""
    return {_POLICY: content_security_policy(*styles)}


ALWAYS: Mapping[str, str] = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), payment=(), geolocation=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_BY_HTTPS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


class SecurityHeaders:
    """ASGI middleware: sets them, and `Cache-Control: no-store` on what does not say how to be kept.

    `Date` is that of the product's clock, from which the web app learns the hour of its countdowns.
    """

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.policy = content_security_policy()
        self.fixed = {**ALWAYS, **(_BY_HTTPS if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; complete the answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.fixed)
                headers.setdefault(_POLICY, self.policy)
                headers["Date"] = format_datetime(clock.now().astimezone(UTC), usegmt=True)
                headers.setdefault("Cache-Control", "no-store")
                if scope["path"].startswith("/api/") and "json" in headers.get("Content-Type", ""):
                    # Opened as a page, an answer is a file: nothing in it is shown as one of ours.
                    headers.setdefault("Content-Disposition", 'attachment; filename="api.json"')
            await send(message)

        await self.app(scope, receive, send_completed)
