"""Tell the pages that show an agenda that it changed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import LiveTopic
from api.core import live


def announce_agenda(db: AsyncSession, community_id: UUID, professional_id: UUID) -> None:
    """The time of this professional changed: their own pages read it again after the commit."""
    live.announce(db, community_id, LiveTopic.agenda, [live.professional_key(professional_id)])
