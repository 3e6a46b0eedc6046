"""One death in one community, and the clock: the scene on which a machine plays any course."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.certifiers.tables import CertifierDossier
from api.contract import models as wire
from api.contract.models import CertifierCategory
from api.core.actor import Actor
from api.death_certifications import service as deaths
from api.death_certifications.tables import DeathCertificationRequest
from tests.days import today
from tests.death_certifications.scene import a_death
from tests.dispatch.one_case import OneCase

DOCTORS, NURSES = 2, 2
"""The first doctor is the attending one; nobody has looked at the Order's list for the last nurse."""

NURSE_OUT_OF_ORDER = DOCTORS + NURSES - 1


class OneDeath(OneCase):
    """One death in one community, two doctors, two nurses, the coordination, and the clock."""

    async def _filed(self) -> UUID:
        self.people = [await self._certifier(who) for who in range(DOCTORS + NURSES)]
        body = wire.DeathCertificationRequestInput.model_validate(
            a_death(
                attending_doctor_status="known",
                attending_professional_id=str(self.people[0].professional_id),
            )
        )
        filed = await self._do(
            lambda db: deaths.create_death_certification_request(db, self.coordinator, body)
        )
        return filed.id

    async def _certifier(self, who: int) -> Actor:
        async def joins(db: AsyncSession) -> Actor:
            nurse = who >= DOCTORS
            actor = await self._professional(db, who, nurse=nurse, death_certification=True)
            if nurse:
                checked_on = None if who == NURSE_OUT_OF_ORDER else today()
                db.add(
                    CertifierDossier(
                        community_id=self.community,
                        professional_id=actor.professional_id,
                        version=1,
                        category=CertifierCategory.nurse,
                        diploma_on=date(2012, 7, 1),
                        training_validated_on=date(2025, 9, 30),
                        order_list_checked_on=checked_on,
                    )
                )
            return actor

        return await self._do(joins)

    async def _seen(self, db: AsyncSession) -> tuple[Any, ...]:
        request = await self._death(db)
        return request.state, request.alarm_at, *await super()._seen(db)

    async def _death(self, db: AsyncSession) -> DeathCertificationRequest:
        return await db.get_one(DeathCertificationRequest, self.request)

    def death(self) -> DeathCertificationRequest:
        """What the request says of the death and of its course, as it is."""
        return self.do(self._death)
