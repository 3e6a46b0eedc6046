"""As what and where one works in a session, as Pro Santé Connect told it: one of several is chosen first."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import Me, PracticeChoice
from api.core import clock
from api.core.actor import Actor
from api.core.problems import NotFound
from api.identity.service.me import get_me, practices_of
from api.identity.service.who import actor_in_session
from api.identity.tables import Session


async def choose_practice(db: AsyncSession, actor: Actor, choice: PracticeChoice) -> Me:
    """Work as that from now on. NotFound unless Pro Santé Connect told it when the session was opened."""
    session = await db.get_one(Session, actor.session_id)
    if choice.number not in {one.number for one in practices_of(session)}:
        raise NotFound("Pro Santé Connect told no such practice: read GET /api/v1/me again")
    session.practice_number = choice.number
    await db.flush()
    moved = await actor_in_session(db, session.id, at=clock.now())
    await record(db, moved, "session.practice_chosen", "session", session.id)
    return await get_me(db, moved)
