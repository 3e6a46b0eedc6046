"""One request of one community, and the clock: the scene on which a machine plays any course."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import Role
from api.core import clock
from api.core import db as database
from api.core.actor import Actor, system_actor
from api.core.ids import new_id
from api.core.problems import Refusal
from api.core.settings import settings as server
from api.directory.tables import Membership, Practice, Professional
from api.dispatch.tables import Dispatch, Offer
from api.identity import service as identity
from api.unscheduled_care import service as care
from tests.dispatch.scene import PERSON, a_request, no_quiet_hours

DOCTORS = 4
NUMBERS = itertools.count(1)
T = TypeVar("T")


class OneRequest(RuleBasedStateMachine):
    """One request of one community, four doctors (the first is the attending one), and the clock."""

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
                finess=f"95{number:07d}",
                name=f"CPTS {number}",
                short_name=f"CPTS {number}",
                time_zone="Europe/Paris",
                communes=["94081"],
                at=clock.now(),
            )
            self.community = community.id
        await no_quiet_hours(self.community)
        self.doctors = [await self._doctor(number) for number in range(DOCTORS)]
        self.coordinator = await self._coordinator(number)
        body = a_request(
            person=PERSON | {"family_name": "Essai"},
            attending_doctor_status="known",
            attending_professional_id=str(self.doctors[0].professional_id),
        )
        filed = await self._do(
            lambda db: care.create_unscheduled_care_request(
                db, self.coordinator, wire.UnscheduledCareRequestInput.model_validate(body)
            )
        )
        self.request = filed.id

    async def _coordinator(self, number: int) -> Actor:
        async with database.unit_of_work(self.community) as db:
            account = await identity.create_account(
                db,
                system_actor(),
                email=f"coordination{number}@vitry.example",
                name="Essai",
                password=None,
                at=clock.now(),
            )
            return self._actor(Role.coordinator, account.id)

    def _actor(self, role: Role, id_: UUID, professional_id: UUID | None = None) -> Actor:
        return Actor(
            "account",
            id_,
            "Essai",
            self.community,
            frozenset({role}),
            frozenset(),
            professional_id=professional_id,
        )

    async def _doctor(self, number: int) -> Actor:
        at = clock.now()
        async with database.unit_of_work(self.community) as db:
            professional = Professional(
                rpps=f"109{next(NUMBERS):08d}",
                title="DR",
                family_name=f"Essai{number}",
                given_name="Camille",
                profession_code="10",
                specialty_codes=["SM54"],
                is_active=True,
                created_at=at,
                updated_at=at,
            )
            db.add(professional)
            await db.flush()
            place = {"commune_insee": "94081", "commune_name": "Vitry-sur-Seine", "is_active": True}
            db.add(
                Practice(
                    professional_id=professional.id,
                    activity_key="essai",
                    latitude=48.79 if number < 3 else 48.99,  # the last one lives too far for the near wave
                    longitude=2.39,
                    updated_at=at,
                    **place,
                )
            )
            db.add(
                Membership(
                    community_id=self.community,
                    professional_id=professional.id,
                    unscheduled_care=True,
                    joined_on=at.date(),
                )
            )
            return self._actor(Role.professional, new_id(), professional.id)

    async def _do(self, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async with database.unit_of_work(self.community) as db:
            return await act(db)

    def attempt(self, act: Callable[[AsyncSession], Awaitable[Any]]) -> None:
        """Do it; being told no is an answer too, and changes nothing."""
        before = self.runner.run(self._seen())
        try:
            self.runner.run(self._do(act))
        except Refusal as refusal:
            told = refusal.status
        else:
            return
        assert told in (403, 404, 409, 412, 422)
        assert self.runner.run(self._seen()) == before, "a refusal changes nothing"

    async def _seen(self) -> tuple[Any, ...]:
        case, search, offers = await self._do(self._read)
        return case.version, search.version, [(o.id, o.state, o.due_at) for o in offers]

    async def _read(self, db: AsyncSession) -> tuple[Case, Dispatch, list[Offer]]:
        case = await db.get_one(Case, self.request)
        search = (await db.scalars(select(Dispatch).where(Dispatch.case_id == case.id))).one()
        offers = await db.scalars(select(Offer).where(Offer.case_id == case.id).order_by(Offer.id))
        return case, search, list(offers)

    def offer_to(self, who: int) -> UUID | None:
        """The last offer made to a doctor, whatever its state."""
        _, _, offers = self.runner.run(self._do(self._read))
        mine = [o.id for o in offers if o.professional_id == self.doctors[who].professional_id]
        return mine[-1] if mine else None

    def version(self, *, of_search: bool) -> int:
        """The version that a page would have read just now."""
        case, search, _ = self.runner.run(self._do(self._read))
        return search.version if of_search else case.version
