"""Whatever people do, in whatever order, at whatever hour: what must always hold of a search."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Appointment
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import DispatchState, OfferState, Role, WaitsFor
from api.contract.models import UnscheduledCareState as State
from api.core import clock
from api.core import db as database
from api.core.actor import Actor, system_actor
from api.core.ids import new_id
from api.core.problems import Refusal
from api.core.settings import settings as server
from api.directory.tables import Membership, Practice, Professional
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch, Offer
from api.identity import service as identity
from api.unscheduled_care import service as care
from api.unscheduled_care.rules import FOUND, SEARCHING, UNSCHEDULED_CARE_REQUEST
from tests.conftest import Database
from tests.dispatch.scene import PERSON, a_request, no_quiet_hours

DOCTORS = 4
NUMBERS = itertools.count(1)
WHO = st.integers(0, DOCTORS - 1)
T = TypeVar("T")


class AnyCourse(RuleBasedStateMachine):
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

    @rule(who=WHO, with_a_time=st.booleans())
    def accept(self, who: int, with_a_time: bool) -> None:
        if (offer := self.offer_to(who)) is None:
            return
        body = wire.OfferAcceptance()
        if with_a_time:
            starts_at = clock.now() + timedelta(hours=2)
            body = wire.OfferAcceptance(starts_at=starts_at)
        self.attempt(lambda db: dispatch.accept_offer(db, self.doctors[who], offer, body))

    @rule(who=WHO)
    def decline(self, who: int) -> None:
        if (offer := self.offer_to(who)) is None:
            return
        body = wire.OfferDecline(reason=wire.DeclineReason.no_room)
        self.attempt(lambda db: dispatch.decline_offer(db, self.doctors[who], offer, body))

    @rule(who=WHO)
    def withdraw(self, who: int) -> None:
        version = self.version(of_search=False)
        self.attempt(
            lambda db: care.withdraw_from_unscheduled_care_request(
                db, self.doctors[who], self.request, version
            )
        )

    @rule(who=WHO)
    def confirm(self, who: int) -> None:
        version = self.version(of_search=False)
        body = wire.UnscheduledCareConfirmation()
        self.attempt(
            lambda db: care.confirm_unscheduled_care_appointment(
                db, self.doctors[who], self.request, version, body
            )
        )

    @rule(who=WHO, came=st.booleans())
    def outcome(self, who: int, came: bool) -> None:
        version = self.version(of_search=False)
        body = wire.UnscheduledCareOutcome(came=came)
        self.attempt(
            lambda db: care.record_unscheduled_care_outcome(
                db, self.doctors[who], self.request, version, body
            )
        )

    @rule(name=st.sampled_from(["pause", "resume", "relaunch", "widen"]))
    def steer(self, name: str) -> None:
        version, search = self.version(of_search=True), self.search_id()
        act = getattr(dispatch, f"{name}_dispatch")
        self.attempt(lambda db: act(db, self.coordinator, search, version))

    @rule(who=WHO)
    def assign(self, who: int) -> None:
        version, search = self.version(of_search=True), self.search_id()
        professional_id = self.doctors[who].professional_id
        assert professional_id is not None
        body = wire.Assignment(professional_id=professional_id)
        self.attempt(lambda db: dispatch.assign_dispatch(db, self.coordinator, search, version, body))

    @precondition(lambda self: self.ended is None)
    @rule(really=st.integers(0, 5))
    def cancel(self, really: int) -> None:
        if really:
            return
        version = self.version(of_search=False)
        body = wire.UnscheduledCareCancellation(reason=wire.CancellationReason.person_better)
        self.attempt(
            lambda db: care.cancel_unscheduled_care_request(db, self.coordinator, self.request, version, body)
        )

    @rule(minutes=st.sampled_from([1, 10, 15, 31, 46, 90, 400]), swept=st.booleans())
    def time_passes(self, minutes: int, swept: bool) -> None:
        server().clock_offset += 60.0 * minutes
        if swept:
            self.sweep()

    @rule()
    def sweep(self) -> None:
        at = clock.now()
        self.runner.run(dispatch.tick(self.community, at))
        case, search, offers = self.runner.run(self._do(self._read))
        if search.state is DispatchState.running:
            assert search.next_at is not None
            assert search.next_at > at, "what was due has been done"
            assert any(offer.state is OfferState.pending for offer in offers)
        if case.closed_at is None and case.due_at is not None and case.due_at <= at:
            assert case.waits_for in (WaitsFor.coordinator, WaitsFor.professional)

    def search_id(self) -> UUID:
        """The search of the request."""
        return self.runner.run(self._do(self._read))[1].id

    @invariant()
    def what_must_always_hold(self) -> None:
        case, search, offers = self.runner.run(self._do(self._read))
        accepted = [offer for offer in offers if offer.state is OfferState.accepted]
        assert len(accepted) <= 1, "one acceptance at most"
        if case.state in FOUND:
            assert [offer.professional_id for offer in accepted] == [case.professional_id]
            assert search.state is DispatchState.answered
        if case.state in SEARCHING:
            assert (accepted, case.professional_id, case.appointment_id) == ([], None, None)
        refused: set[UUID] = set()
        for offer in offers:
            asked_again = offer.professional_id in refused and offer.reason != "assigned"
            assert not asked_again, "who declined is not asked again"
            if offer.state is OfferState.declined:
                refused.add(offer.professional_id)
        self._somebody_must_act(case, search, offers)
        self._the_end_is_the_end(case, search, offers)
        self.runner.run(self._one_time_at_most(case))

    def _somebody_must_act(self, case: Case, search: Dispatch, offers: list[Offer]) -> None:
        if case.closed_at is not None:
            return
        pending = [offer for offer in offers if offer.state is OfferState.pending]
        if search.state is DispatchState.running:
            assert pending, "a running search waits for somebody"
            assert search.next_at is not None, "and has a deadline"
        else:
            assert search.next_at is None
        if case.waits_for is not WaitsFor.coordinator:
            assert case.due_at is not None, "whoever must act has a deadline"
            assert pending or case.state in FOUND

    def _the_end_is_the_end(self, case: Case, search: Dispatch, offers: list[Offer]) -> None:
        if self.ended is not None:
            assert case.state == self.ended, "what has ended stays ended"
        if State(case.state) in UNSCHEDULED_CARE_REQUEST.terminal:
            self.ended = case.state
            assert case.closed_at is not None
            assert search.state in (DispatchState.stopped, DispatchState.answered)
            assert not any(offer.state is OfferState.pending for offer in offers)

    async def _one_time_at_most(self, case: Case) -> None:
        booked = select(Appointment.id).where(
            Appointment.subject_id == case.id, Appointment.state == "booked"
        )
        ids = await self._do(lambda db: _all(db, booked))
        assert ids == ([] if case.appointment_id is None or case.closed_at else [case.appointment_id])


async def _all(db: AsyncSession, statement: Any) -> list[Any]:
    return list(await db.scalars(statement))


@pytest.fixture
def course(database: Database) -> type[AnyCourse]:
    """The machine, on a database of this test alone."""
    AnyCourse.app_url = database.app_url
    return AnyCourse


def test_no_course_of_events_breaks_a_search(course: type[AnyCourse]) -> None:
    run_state_machine_as_test(
        course,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            # The same courses each time: a run that finds something new belongs on a desk, not in a build.
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
