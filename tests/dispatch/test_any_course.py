"""Whatever people do, in whatever order, at whatever hour: what must always hold of a search."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Appointment
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import DispatchState, OfferState, WaitsFor
from api.contract.models import UnscheduledCareState as State
from api.core import clock
from api.core.settings import settings as server
from api.directory.tables import Membership
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch, Offer
from api.unscheduled_care import service as care
from api.unscheduled_care.rules import FOUND, SEARCHING, UNSCHEDULED_CARE_REQUEST
from tests.conftest import Database
from tests.dispatch.one_case import play
from tests.dispatch.one_request import DOCTORS, OneRequest

WHO = st.integers(0, DOCTORS - 1)


class AnyCourse(OneRequest):
    """What people may do, in any order, and what must hold after each step."""

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

    @rule(who=WHO, minutes=st.sampled_from([5, 20, 60, 2000]))
    def wants_quiet(self, who: int, minutes: int) -> None:
        until = clock.now() + timedelta(minutes=minutes)
        quiet = update(Membership).where(Membership.professional_id == self.doctors[who].professional_id)
        self.do(lambda db: db.execute(quiet.values(not_before=until)))

    @rule(minutes=st.sampled_from([1, 10, 15, 31, 46, 90, 400]), swept=st.booleans())
    def time_passes(self, minutes: int, swept: bool) -> None:
        server().clock_offset += 60.0 * minutes
        if swept:
            self.sweep()

    @rule()
    def sweep(self) -> None:
        at = clock.now()
        self.runner.run(dispatch.tick(self.community, at))
        case, search, offers = self.read()
        if search.state is DispatchState.running:
            assert search.next_at is not None
            assert search.next_at > at, "what was due has been done"
            assert any(offer.state is OfferState.pending for offer in offers)
        if case.closed_at is None and case.due_at is not None and case.due_at <= at:
            assert case.waits_for in (WaitsFor.coordinator, WaitsFor.professional)

    def search_id(self) -> UUID:
        """The search of the request."""
        return self.read()[1].id

    @invariant()
    def what_must_always_hold(self) -> None:
        case, search, offers = self.read()
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
        self._one_time_at_most(case)

    def _somebody_must_act(self, case: Case, search: Dispatch, offers: list[Offer]) -> None:
        if case.closed_at is not None:
            return
        pending = [offer for offer in offers if offer.state is OfferState.pending]
        if search.state is DispatchState.running:
            assert pending, "a running search waits for somebody"
            assert search.next_at is not None, "and has a deadline"
        else:
            wakes_at = search.wakes_at if search.state is DispatchState.exhausted else None
            assert search.next_at == wakes_at, "only somebody who wakes up brings back a search without end"
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

    def _one_time_at_most(self, case: Case) -> None:
        booked = select(Appointment.id).where(
            Appointment.subject_id == case.id, Appointment.state == "booked"
        )
        ids = self.do(lambda db: _all(db, booked))
        assert ids == ([] if case.appointment_id is None or case.closed_at else [case.appointment_id])


async def _all(db: AsyncSession, statement: Any) -> list[Any]:
    return list(await db.scalars(statement))


def test_no_course_of_events_breaks_a_search(database: Database) -> None:
    play(AnyCourse, database, examples=12, steps=25)
