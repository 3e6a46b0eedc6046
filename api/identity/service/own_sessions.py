"""Where one is signed in, and signing out from afar: for who lost a phone, or left a page open."""

from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import OpenSession, SessionList
from api.core import clock
from api.core.actor import Actor
from api.core.problems import NotFound
from api.identity.policy import own_sessions
from api.identity.rules import ProvedBy
from api.identity.service.accounts import has_own_password
from api.identity.service.me import practice_of
from api.identity.service.who import actors_of_sessions
from api.identity.tables import Account, Session, ended

MOST = 20
"""Sessions told: nobody works in more places at once."""


async def list_my_sessions(db: AsyncSession, actor: Actor) -> SessionList:
    """The sessions of the person at the keyboard that are open: this one first, then the latest used."""
    at = clock.now()
    here = Session.id == actor.session_id
    mine = select(Session).where(own_sessions(actor)).order_by(here.desc(), Session.last_seen_at.desc())
    found = (await db.scalars(mine.limit(MOST))).all()
    still_open = await actors_of_sessions(db, [one.id for one in found], at=at)
    account = await db.get_one(Account, actor.person_id)
    return SessionList(
        own_password=has_own_password(account),
        items=[
            OpenSession(
                id=one.id,
                device=one.device,
                opened_at=one.created_at,
                last_seen_at=one.last_seen_at,
                current=one.id == actor.session_id,
                pro_sante_connect=one.proved_by is ProvedBy.pro_sante_connect,
                practice=practice_of(one),
            )
            for one in found
            if one.id in still_open
        ],
    )


async def end_my_session(db: AsyncSession, actor: Actor, session_id: UUID) -> None:
    """End one session of one's own. NotFound for one that is over, or somebody else's."""
    if not await _end(db, actor, Session.id == session_id):
        raise NotFound("You are not signed in there any more")
    await record(db, actor, "session.ended", "session", session_id)


async def end_my_other_sessions(db: AsyncSession, actor: Actor) -> None:
    """End all of one's sessions but this one."""
    ended = await _end(db, actor, Session.id != actor.session_id)
    await record(
        db, actor, "session.others_ended", "session", actor.session_id, detail={"sessions": len(ended)}
    )


async def _end(db: AsyncSession, actor: Actor, which: ColumnElement[bool]) -> list[UUID]:
    ending = update(Session).where(own_sessions(actor), which).values(ended(clock.now()))
    return list(await db.scalars(ending.returning(Session.id)))
