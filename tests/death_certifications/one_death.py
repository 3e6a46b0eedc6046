"""One death in one community, and the clock: the scene on which a machine plays any course."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.certifiers.tables import CertifierDossier
from api.contract import models as wire
from api.contract.models import CertifierCategory, Role
from api.core import clock
from api.core import db as database
from api.core.actor import Actor, system_actor
from api.core.ids import new_id
from api.core.problems import Refusal
from api.core.settings import settings as server
from api.death_certifications import service as deaths
from api.death_certifications.tables import DeathCertificationRequest
from api.directory.tables import Membership, Practice, Professional
from api.dispatch.tables import Dispatch, Offer
from api.identity import service as identity
from tests.death_certifications.scene import a_death
from tests.dispatch.scene import no_quiet_hours

T = TypeVar("T")
NUMBERS = itertools.count(1)
DOCTORS, NURSES = 2, 2
"""The first doctor is the attending one; nobody has looked at the Order's list for the last nurse."""

NURSE_OUT_OF_ORDER = DOCTORS + NURSES - 1


class OneDeath(RuleBasedStateMachine):
    """One death in one community, two doctors, two nurses, the coordination, and the clock."""

    app_url: str

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.ended: str | None = None
        server().clock_offset = 0.0
        self.runner.run(self._set_the_scene())

    def teardown(self) -> None:
        self.runner.run(database.disconnect())
        self.runner.close()
        server().clock_offset = 0.0

    async def _set_the_scene(self) -> None:
        database.connect(self.app_url, pool_size=3)
        number = next(NUMBERS)
        async with database.unit_of_work() as db:
            community = await identity.create_community(
                db,
                system_actor(),
                finess=f"96{number:07d}",
                name=f"CPTS {number}",
                short_name=f"CPTS {number}",
                time_zone="Europe/Paris",
                communes=["94081"],
                at=clock.now(),
            )
            self.community = community.id
        await no_quiet_hours(self.community)
        self.people = [await self._certifier(who) for who in range(DOCTORS + NURSES)]
        async with database.unit_of_work(self.community) as db:
            account = await identity.create_account(
                db,
                system_actor(),
                email=f"deces{number}@vitry.example",
                name="Essai",
                password=None,
                at=clock.now(),
            )
        self.coordinator = self._actor(Role.coordinator, account.id)
        body = wire.DeathCertificationRequestInput.model_validate(
            a_death(
                attending_doctor_status="known",
                attending_professional_id=str(self.people[0].professional_id),
            )
        )
        filed = await self.do(
            lambda db: deaths.create_death_certification_request(db, self.coordinator, body)
        )
        self.request = filed.id

    def _actor(self, role: Role, id_: UUID, professional_id: UUID | None = None) -> Actor:
        roles, scopes = frozenset({role}), frozenset[str]()
        return Actor("account", id_, "Essai", self.community, roles, scopes, professional_id=professional_id)

    async def _certifier(self, who: int) -> Actor:
        at, nurse = clock.now(), who >= DOCTORS
        async with database.unit_of_work(self.community) as db:
            professional = Professional(
                rpps=f"108{next(NUMBERS):08d}",
                title=None if nurse else "DR",
                family_name=f"Essai{who}",
                given_name="Camille",
                profession_code="60" if nurse else "10",
                specialty_codes=[] if nurse else ["SM54"],
                is_active=True,
                created_at=at,
                updated_at=at,
            )
            db.add(professional)
            await db.flush()
            db.add(
                Practice(
                    professional_id=professional.id,
                    activity_key="essai",
                    latitude=48.79,
                    longitude=2.39,
                    updated_at=at,
                    commune_insee="94081",
                    commune_name="Vitry-sur-Seine",
                    is_active=True,
                )
            )
            db.add(
                Membership(
                    community_id=self.community,
                    professional_id=professional.id,
                    death_certification=True,
                    joined_on=at.date(),
                )
            )
            if nurse:
                checked_on = None if who == NURSE_OUT_OF_ORDER else at.date()
                db.add(
                    CertifierDossier(
                        community_id=self.community,
                        professional_id=professional.id,
                        version=1,
                        category=CertifierCategory.nurse,
                        diploma_on=date(2012, 7, 1),
                        training_validated_on=date(2025, 9, 30),
                        order_list_checked_on=checked_on,
                    )
                )
            return self._actor(Role.professional, new_id(), professional.id)

    async def do(self, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async with database.unit_of_work(self.community) as db:
            return await act(db)

    def attempt(self, act: Callable[[AsyncSession], Awaitable[Any]]) -> None:
        """Do it; being told no is an answer too, and changes nothing."""
        before = self._seen()
        try:
            self.runner.run(self.do(act))
        except Refusal as refusal:
            told = refusal.status
        else:
            return
        assert told in (403, 404, 409, 412, 422)
        assert self._seen() == before, "a refusal changes nothing"

    def _seen(self) -> tuple[Any, ...]:
        case, request, search, offers = self.read()
        answers = [(offer.id, offer.state, offer.due_at) for offer in offers]
        return case.version, request.state, request.alarm_at, search.version, answers

    def read(self) -> tuple[Case, DeathCertificationRequest, Dispatch, list[Offer]]:
        """The rows of the request, its search and its offers, as they are."""

        async def rows(db: AsyncSession) -> tuple[Case, DeathCertificationRequest, Dispatch, list[Offer]]:
            case = await db.get_one(Case, self.request)
            request = await db.get_one(DeathCertificationRequest, self.request)
            search = (await db.scalars(select(Dispatch).where(Dispatch.case_id == case.id))).one()
            offers = await db.scalars(select(Offer).where(Offer.case_id == case.id).order_by(Offer.id))
            return case, request, search, list(offers)

        return self.runner.run(self.do(rows))
