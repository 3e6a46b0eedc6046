"""The columns of the directory's tables that identity reads.

Identity stands below the directory and may not import it, but an account points at a professional and a
role at an organisation (foreign keys), and what a role opens depends on the organisation's kind.
"""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from sqlalchemy import Boolean, Text, Uuid, column, table
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import ProfessionalSummary

ORGANISATIONS = table(
    "organisations",
    column("id", Uuid),
    column("name", Text),
    column("kind", Text),
    column("commune_insee", Text),
    column("is_active", Boolean),
)

PROFESSIONALS = table("professionals", column("id", Uuid), column("rpps", Text), column("is_active", Boolean))

MEMBERSHIPS = table(
    "memberships",
    column("community_id", Uuid),
    column("professional_id", Uuid),
    column("without_practice", Boolean),
)
"""Under row-level security: seen from within the community only."""

Summaries = Callable[[AsyncSession, Sequence[UUID]], Awaitable[dict[UUID, ProfessionalSummary]]]

SUMMARIES: list[Summaries] = []
"""How professionals are described: the directory's own function, put here by the application."""


async def summary_of(db: AsyncSession, professional_id: UUID | None) -> ProfessionalSummary | None:
    """A professional in short, when somebody knows them."""
    return (
        None if professional_id is None else (await summaries_of(db, [professional_id])).get(professional_id)
    )


async def summaries_of(db: AsyncSession, professional_ids: Sequence[UUID]) -> dict[UUID, ProfessionalSummary]:
    """Professionals in short, those that somebody knows."""
    return await SUMMARIES[0](db, professional_ids) if SUMMARIES and professional_ids else {}


def work_of(summary: ProfessionalSummary | None) -> str | None:
    """The words under a professional's name: "Médecine générale", "Infirmière"."""
    return None if summary is None else summary.specialty_label or summary.profession_label


Occupation = Callable[[str, str | None], str]

OCCUPATIONS: list[Occupation] = []
"""What a profession and a savoir-faire are called, by their national codes: the directory's own function."""


def occupation(profession_code: str, specialty_code: str | None) -> str:
    """The same words for codes that are not those of somebody in the directory."""
    return OCCUPATIONS[0](profession_code, specialty_code) if OCCUPATIONS else profession_code
