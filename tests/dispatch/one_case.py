"""One case of one community, and the clock: what any scene has on which a machine plays any course."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
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
from tests.conftest import Database
from tests.days import day_of
from tests.dispatch.scene import no_quiet_hours

T = TypeVar("T")
NUMBERS = itertools.count(1)


class OneCase(RuleBasedStateMachine):
    """One case in one community, its coordination, and the clock."""

    app_url: str
    request: UUID

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
        async with database.unit_of_work(self.community) as db:
            account = await identity.create_account(
                db,
                system_actor(),
                email=f"coordination{number}@vitry.example",
                name="Essai",
                password=None,
                at=clock.now(),
            )
        self.coordinator = self._actor(Role.coordinator, account.id)
        self.request = await self._filed()

    async def _filed(self) -> UUID:
        """The people of the scene, then its case."""
        raise NotImplementedError

    def _actor(self, role: Role, id_: UUID, professional_id: UUID | None = None) -> Actor:
        roles, scopes = frozenset({role}), frozenset[str]()
        return Actor("account", id_, "Essai", self.community, roles, scopes, professional_id=professional_id)

    async def _professional(
        self, db: AsyncSession, who: int, *, nurse: bool = False, latitude: float = 48.79, **takes: bool
    ) -> Actor:
        """A member who practises in Vitry, and volunteers for what `takes` names."""
        at = clock.now()
        professional = Professional(
            rpps=f"109{next(NUMBERS):08d}",
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
                latitude=latitude,
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
                joined_on=day_of(at),
                **takes,
            )
        )
        return self._actor(Role.professional, new_id(), professional.id)

    async def _do(self, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async with database.unit_of_work(self.community) as db:
            return await act(db)

    def do(self, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What the act answers, committed."""
        return self.runner.run(self._do(act))

    def attempt(self, act: Callable[[AsyncSession], Awaitable[Any]]) -> None:
        """Do it; being told no is an answer too, and changes nothing."""
        before = self.do(self._seen)
        try:
            self.do(act)
        except Refusal as refusal:
            told = refusal.status
        else:
            return
        assert told in (403, 404, 409, 412, 422)
        assert self.do(self._seen) == before, "a refusal changes nothing"

    async def _seen(self, db: AsyncSession) -> tuple[Any, ...]:
        """All that a refusal must leave as it was."""
        case, search, offers = await self._read(db)
        return case.version, search.version, [(o.id, o.state, o.due_at) for o in offers]

    async def _read(self, db: AsyncSession) -> tuple[Case, Dispatch, list[Offer]]:
        case = await db.get_one(Case, self.request)
        search = (await db.scalars(select(Dispatch).where(Dispatch.case_id == case.id))).one()
        offers = await db.scalars(select(Offer).where(Offer.case_id == case.id).order_by(Offer.id))
        return case, search, list(offers)

    def read(self) -> tuple[Case, Dispatch, list[Offer]]:
        """The rows of the case, its search and its offers, as they are."""
        return self.do(self._read)


def play(course: type[OneCase], database: Database, *, examples: int, steps: int) -> None:
    """Plays so many courses of so many steps, on a database of this test alone."""
    course.app_url = database.app_url
    run_state_machine_as_test(
        course,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            # The same courses each time: a run that finds something new belongs on a desk, not in a build.
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
