"""Another token for a session that goes on."""

import secrets

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.actor import Actor
from api.identity.links import digest
from api.identity.tables import Session


async def renew(db: AsyncSession, actor: Actor) -> str:
    """Draw another token for the session of this call, for its cookie. The session gains rights, or its owner
    defends it: a copy of the cookie made before opens nothing from now on."""
    token = secrets.token_urlsafe(32)
    session = await db.get_one(Session, actor.session_id)
    session.token_hash = digest(token)
    await db.flush()
    return token
