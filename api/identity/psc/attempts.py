"""One way to the provider and back: what the browser carries meanwhile, sealed, and that it serves once."""

import base64
import binascii
import hashlib
import json
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from fastapi import Request, Response
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.crypto import Unreadable, seal, unseal
from api.core.ids import new_id
from api.identity import cookies
from api.identity.links import digest
from api.identity.psc.rules import ATTEMPT_LASTS, Failure, SignInFailed
from api.identity.tables import ProSanteConnectReturn

PATH = "/api/v1/session/pro-sante-connect"

_STATE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Attempt:
    """What only this browser and this server know of it. `started`: seconds since 1970."""

    nonce: str
    verifier: str
    return_to: str
    started: float

    @property
    def challenge(self) -> str:
        """What the provider is told of the verifier (RFC 7636, S256)."""
        return _letters(hashlib.sha256(self.verifier.encode()).digest())


def begin(response: Response, return_to: str, *, at: datetime) -> tuple[str, Attempt]:
    """A new attempt and its state; the browser of `response` carries it."""
    state = secrets.token_urlsafe(32)
    attempt = Attempt(secrets.token_urlsafe(32), secrets.token_urlsafe(48), return_to, at.timestamp())
    sealed = seal(json.dumps(asdict(attempt)).encode(), _context(state))
    cookies.carry(response, _cookie(state), _letters(sealed), ATTEMPT_LASTS, path=PATH)
    return state, attempt


def carried(request: Request, state: str | None, *, at: datetime) -> Attempt:
    """The attempt of this state that the browser carries. SignInFailed (`stale`) when it carries none, or
    began it too long ago."""
    if state is None or _STATE.fullmatch(state) is None:
        raise SignInFailed(Failure.stale, "No state that could be ours")
    try:
        sealed = base64.b64decode(request.cookies.get(_cookie(state), "") + "==", altchars=b"-_")
        attempt = Attempt(**json.loads(unseal(sealed, _context(state))))
    except (Unreadable, binascii.Error, ValueError, TypeError) as error:
        raise SignInFailed(Failure.stale, "The browser did not begin this") from error
    if not 0 <= at.timestamp() - attempt.started < ATTEMPT_LASTS.total_seconds():
        raise SignInFailed(Failure.stale, "Begun too long ago")
    return attempt


async def take(db: AsyncSession, state: str, *, at: datetime) -> None:
    """Note that this state came back. SignInFailed (`stale`) when it came already."""
    taken = insert(ProSanteConnectReturn).values(id=new_id(), state_hash=digest(state), taken_at=at)
    once = taken.on_conflict_do_nothing(index_elements=[ProSanteConnectReturn.state_hash])
    if await db.scalar(once.returning(ProSanteConnectReturn.id)) is None:
        raise SignInFailed(Failure.stale, "This state came back before")


def forget(response: Response, state: str | None) -> None:
    """Take the attempt from the browser: whatever came of it, it is over."""
    if state is not None and _STATE.fullmatch(state):
        cookies.drop(response, _cookie(state), path=PATH)


def _cookie(state: str) -> str:
    """A cookie for each attempt, so that two tabs do not undo each other's."""
    return cookies.of_this_host(f"maillage_psc_{state[:8]}")


def _context(state: str) -> str:
    return f"way to Pro Santé Connect|{state}"


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
