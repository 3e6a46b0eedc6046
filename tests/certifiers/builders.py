"""Certifiers for tests: dossiers, nurses, and shifts of the rota."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update

from api.contract.models import CertifierInput
from api.core.clock import now
from api.core.db import unit_of_work
from api.directory.tables import Membership, Professional
from tests.days import today
from tests.roles import AsRole, SignedIn

EMPTY_DOSSIER: dict[str, Any] = dict.fromkeys(CertifierInput.model_fields)


def a_shift(
    professional_id: UUID | None, starts_at: datetime | None = None, hours: float = 12
) -> dict[str, Any]:
    """A shift of the rota, tomorrow from now on by default."""
    start = starts_at or now() + timedelta(days=1)
    return {
        "professional_id": str(professional_id),
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=hours)).isoformat(),
    }


def a_nurses_dossier(**changed: Any) -> dict[str, Any]:
    """The dossier of a nurse in order, with changes."""
    return {
        "category": "nurse",
        "diploma_on": "2015-07-01",
        "training_validated_on": "2025-09-01",
        "order_list_checked_on": today(-10).isoformat(),
        **changed,
    }


async def volunteer(who: SignedIn, *, profession_code: str = "10", volunteers: bool = True) -> SignedIn:
    """Somebody of that profession who volunteers to certify deaths (or not)."""
    async with unit_of_work(who.community_id) as db:
        await db.execute(
            update(Membership)
            .where(Membership.professional_id == who.professional_id)
            .values(death_certification=volunteers)
        )
        await db.execute(
            update(Professional)
            .where(Professional.id == who.professional_id)
            .values(profession_code=profession_code)
        )
    return who


async def a_certifier(as_role: AsRole, **changed: Any) -> SignedIn:
    """A new doctor who volunteers to certify deaths."""
    return await volunteer(await as_role("professional"), **changed)


def if_match(version: int) -> dict[str, str]:
    """The header that says which version was read."""
    return {"If-Match": f'"{version}"'}


def days_ago(days: int) -> str:
    """A day of the past, as the contract writes it."""
    return today(-days).isoformat()
