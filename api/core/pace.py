"""How often one may call: by account, by machine client, and by address for those who are nobody.

Each process counts for itself, in memory: it costs no statement, and a flood does not reach the database.
What may be done only a few times an hour is counted for all processes (see `throttle`).
"""

import time
from collections.abc import Callable
from hashlib import blake2b
from http import HTTPStatus

import structlog
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.bearer import bearer_of
from api.core.keeping import Kept
from api.core.problem_handlers import said
from api.core.throttle import TooManyCalls, network_of

log = structlog.get_logger(__name__)

KNOWN_AT_ONCE = 20_000
"""Callers that a process remembers; beyond, who has not called for the longest begins anew."""

COUNTED = ("/api/", "/oauth/", "/ics/", "/fhir/", "/sas/", "/readyz", "/metrics")
"""Paths that work; files of the web app and `/healthz`, which reads nothing, are not counted."""

CLIENT, NOBODY = 2.0, 0.5
"""How many times the limit of an account software may call, and an address of which nobody is signed in:
software calls for many people, and behind an address there may be a whole hospital signing in."""

Caller = tuple[str, str]
"""`account`, `client` or `address`, and which one."""


class Pace:
    """ASGI middleware: 429 for who calls more than `a_minute` times in one, with when to come back.

    Half of it may come at once. A cookie or token is known to be of an account or client once it was good;
    until then its calls are those of its address, so that trying invented ones is counted too. So are calls
    that did not show it to be good again: nobody spends an owner's calls with a cookie that was ended.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        a_minute: int,
        session: str,
        known: Callable[[Scope], Caller | None] = lambda _: None,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        """`session`: the name of the cookie. `known`: who a request is certainly from, without either."""
        self.app, self.a_minute, self.session, self.known, self.tick = app, a_minute, session, known, tick
        self.callers: Kept[bytes, Caller] = Kept(KNOWN_AT_ONCE)
        self.left: Kept[Caller, tuple[float, float]] = Kept(KNOWN_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless its caller came too often; learn who the caller is."""
        if scope["type"] != "http" or not scope["path"].startswith(COUNTED):
            await self.app(scope, receive, send)
            return
        shown = self._shown(scope)
        address = ("address", network_of((scope.get("client") or ("",))[0]))
        learnt = None if shown is None else self.callers.get(shown)
        caller = self.known(scope) or learnt or address
        wait = self._spend(caller)
        if wait > 0:
            kind, which = caller
            log.warning("calls.too_many", by=kind, caller=None if kind == "address" else which)
            refusal = TooManyCalls("Call less often", retry_after=int(wait) + 1)
            await said(scope, refusal)(scope, receive, send)
            return
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        await self.app(scope, receive, noting)
        actor = scope.get("state", {}).get("actor")
        if shown is not None and actor is not None:
            self.callers.put(shown, (actor.kind, str(actor.person_id)), 1)
        elif shown is not None and caller == learnt:
            self._unproved(shown, caller, address, ended=status == HTTPStatus.UNAUTHORIZED)

    def _unproved(self, shown: bytes, caller: Caller, address: Caller, *, ended: bool) -> None:
        """The call showed what had been good, and was answered without looking whether it still is, or
        refused since it is not (`ended`): it was one of the address. What is ended is unlearnt; so is the
        other where the address has no call left, or it would call without end."""
        had, since = self.left.get(caller) or (0.0, self.tick())
        self.left.put(caller, (had + 1, since), 1)
        if self._spend(address) > 0 or ended:
            self.callers.drop(shown)

    def _shown(self, scope: Scope) -> bytes | None:
        """A digest of the cookie or token by which the caller says who they are: those by which a request is
        authenticated, no others."""
        asked = HTTPConnection(scope)
        if (shown := bearer_of(asked)) is None:
            shown = asked.cookies.get(self.session, "")
        return blake2b(shown.encode(), digest_size=16).digest() if shown else None

    def _spend(self, caller: Caller) -> float:
        """Take one call from what the caller has left; 0, or the seconds until there is one again."""
        a_minute = self.a_minute * {"client": CLIENT, "address": NOBODY}.get(caller[0], 1.0)
        at, most = self.tick(), a_minute / 2
        had, since = self.left.get(caller) or (most, at)
        left = min(most, had + (at - since) * a_minute / 60)
        if left < 1:
            self.left.put(caller, (left, at), 1)
            return (1 - left) * 60 / a_minute
        self.left.put(caller, (left - 1, at), 1)
        return 0.0
