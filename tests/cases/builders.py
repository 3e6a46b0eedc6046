"""Cases for tests, of a kind whose module answers plain facts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import CaseKind, ClockKind, Role, TimelineKind, WaitsFor
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.db import unit_of_work
from api.directory.tables import Sector
from api.people import service as people
from tests.roles import SignedIn


@dataclass
class PlainFacts:
    """The facts of a request module that asks nobody; counts how often the board asked."""

    asked: list[int] = field(default_factory=list)

    async def __call__(
        self, db: AsyncSession, actor: Actor, cases: Sequence[Case]
    ) -> dict[UUID, service.BoardFacts]:
        """The same facts for every case."""
        self.asked.append(len(cases))
        step = wire.NextStep(
            kind=wire.NextStepKind.wave_opens,
            at=clock.now() + timedelta(minutes=5),
            wave=2,
            waves=3,
            audience=wire.WaveAudience.network,
            people=14,
        )
        return {
            case.id: service.BoardFacts(
                wave=1, waves=3, next_step=step, upcoming=[step], actions=[wire.CaseAction.assign]
            )
            for case in cases
        }


def actor_of(who: SignedIn, role: Role) -> Actor:
    """The actor as whom somebody signed in calls."""
    return Actor(
        "account",
        who.account_id,
        who.email,
        who.community_id,
        frozenset({role}),
        frozenset(),
        professional_id=who.professional_id,
        organisation_id=who.organisation_id,
    )


SOMEBODY: dict[str, Any] = {
    "family_name": "Coste",
    "given_name": "Jeanne",
    "birth_date": "1984-12-03",
    "sex": "female",
    "phone": "06 39 98 01 02",
    "phone_of": "Fille, Mme Brunel",
    "commune_insee": "94081",
    "sector": "Fort",
    "address_line": "12 rue du Fort",
}


async def add_sectors(community_id: UUID, *names: str) -> None:
    """Sectors of Vitry."""
    async with unit_of_work(community_id) as db:
        db.add_all(
            Sector(
                community_id=community_id, name=name, commune_insee="94081", latitude=48.79, longitude=2.39
            )
            for name in names
        )


async def a_case(
    requester: SignedIn,
    *,
    role: Role = Role.professional,
    state: str = "wave_1",
    need: str = "urinary",
    sector: str | None = "Fort",
    due_in_minutes: float | None = 30,
    waits_for: WaitsFor = WaitsFor.professional,
    with_person: bool = False,
    accepted_by: UUID | None = None,
    closed: bool = False,
    origin: str = "nurse",
) -> Case:
    """A committed case that the requester made now."""
    actor, at = actor_of(requester, role), clock.now()
    async with unit_of_work(requester.community_id) as db:
        person_id = None
        if with_person:
            typed = wire.PersonInput.model_validate(SOMEBODY | {"sector": None})
            person_id = (await people.create_person(db, actor, typed, at=at)).id
        case = await service.open_case(
            db,
            actor,
            kind=CaseKind.unscheduled_care,
            state=state,
            origin=origin,
            requester=service.Requester(
                "account",
                requester.account_id,
                "Cabinet du Fort",
                "infirmière",
                "+33199000002",
                professional_id=requester.professional_id,
                organisation_id=requester.organisation_id,
            ),
            waits_for=waits_for,
            at=at,
            where=service.Where("94081", "Vitry-sur-Seine", sector, 48.79, 2.39),
            need=need,
            age_band="years_30_39",
            urgency="same_day",
            mobility="can_travel",
            person_id=person_id,
            wished_before=at + timedelta(hours=8),
            clock=None
            if due_in_minutes is None
            else service.ClockFacts(ClockKind.answer, at, at + timedelta(minutes=due_in_minutes)),
        )
        await service.record(db, case, TimelineKind.requested, actor, at=at)
        if accepted_by is not None:
            await service.update(db, case, at=at, professional_id=accepted_by)
        if closed:
            await service.update(db, case, at=at, state="fulfilled", closed=True)
    return case


async def say(case: Case, kind: TimelineKind, professional_id: UUID | None = None, **facts: Any) -> None:
    """A line of the server itself on the timeline."""
    async with unit_of_work(case.community_id) as db:
        await service.record(
            db,
            case,
            kind,
            system_actor(case.community_id),
            at=clock.now(),
            professional_id=professional_id,
            **facts,
        )


async def asked_by(community_id: UUID, case_id: UUID | None = None) -> list[tuple[str, str | None]]:
    """Who asks in the requests of a community, or in one, with the phone: both are sealed."""
    async with unit_of_work(community_id) as db:
        wanted = select(Case).where(Case.community_id == community_id).order_by(Case.id)
        cases = (await db.scalars(wanted if case_id is None else wanted.where(Case.id == case_id))).all()
        return [(case.requester_name, case.requester_phone) for case in cases]
