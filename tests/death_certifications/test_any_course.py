"""Whatever people do, in whatever order, at whatever hour, the whole server and its database hold the rules.

The same as `test_course.py`, which plays many more courses in memory, over the real services.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import DeathCertificationState as State
from api.contract.models import DeathProfession, DispatchState, OfferState, WaitsFor
from api.core import clock
from api.core.settings import settings as server
from api.death_certifications import rules
from api.death_certifications import service as deaths
from api.death_certifications.service.facts import circumstances_of
from api.death_certifications.tables import DeathCertificationRequest
from api.directory.tables import Membership
from api.dispatch import service as dispatch
from api.dispatch.tables import Offer
from tests.conftest import Database
from tests.death_certifications.one_death import DOCTORS, NURSE_OUT_OF_ORDER, NURSES, OneDeath
from tests.dispatch.one_case import play

WHO = st.integers(0, DOCTORS + NURSES - 1)
ACTS = st.sampled_from(["accept", "accept", "decline", "depart", "arrive", "withdraw", "hand", "certify"])


class AnyCourse(OneDeath):
    """What people may do, in any order, and what must hold after each step."""

    @rule(who=WHO, act=ACTS)
    def a_certifier_acts(self, who: int, act: str) -> None:
        actor, (case, _, offers) = self.people[who], self.read()
        given = (actor, self.request, case.version)
        mine = [offer.id for offer in offers if offer.professional_id == actor.professional_id]
        departure = wire.DeathDeparture(eta_minutes=20)
        certificate = wire.DeathCertificate(
            channel=wire.CertificateChannel.electronic,
            town_hall_informed=True,
            attending_doctor_informed=False,
        )
        acts: dict[str, Callable[[AsyncSession], Awaitable[Any]]] = {
            "depart": lambda db: deaths.depart_for_death_certification(db, *given, departure),
            "arrive": lambda db: deaths.arrive_for_death_certification(db, *given),
            "withdraw": lambda db: deaths.withdraw_from_death_certification(db, *given),
            "hand": lambda db: deaths.hand_death_certification_to_doctor(db, *given),
            "certify": lambda db: deaths.certify_death(db, *given, certificate),
        }
        if mine:
            acceptance = wire.OfferAcceptance(eta_minutes=30)
            refusal = wire.OfferDecline(reason=wire.DeclineReason.no_room)
            acts["accept"] = lambda db: dispatch.accept_offer(db, actor, mine[-1], acceptance)
            acts["decline"] = lambda db: dispatch.decline_offer(db, actor, mine[-1], refusal)
        if act in acts:
            self.attempt(acts[act])

    @rule(who=WHO)
    def the_coordination_assigns(self, who: int) -> None:
        _, search, _ = self.read()
        professional_id = self.people[who].professional_id
        assert professional_id is not None
        body = wire.Assignment(professional_id=professional_id, eta_minutes=40)
        given = (self.coordinator, search.id, search.version, body)
        self.attempt(lambda db: dispatch.assign_dispatch(db, *given))

    @rule(name=st.sampled_from(["pause", "resume", "relaunch", "widen"]))
    def the_coordination_steers(self, name: str) -> None:
        _, search, _ = self.read()
        act = getattr(dispatch, f"{name}_dispatch")
        self.attempt(lambda db: act(db, self.coordinator, search.id, search.version))

    @precondition(lambda self: self.ended is None)
    @rule(really=st.integers(0, 5), name=st.sampled_from(["samu", "cancel", "requisition"]))
    def the_coordination_ends_it(self, really: int, name: str) -> None:
        if really:
            return
        case, _, _ = self.read()
        given = (self.coordinator, self.request, case.version)
        cancelled = wire.DeathCancellation(reason=wire.DeathCancellationReason.doctor_found)
        closed = wire.DeathExternalClosure(closed_by=wire.DeathClosedBy.requisition)
        acts: dict[str, Callable[[AsyncSession], Awaitable[Any]]] = {
            "samu": lambda db: deaths.hand_death_certification_to_samu(db, *given),
            "cancel": lambda db: deaths.cancel_death_certification_request(db, *given, cancelled),
            "requisition": lambda db: deaths.close_death_certification_elsewhere(db, *given, closed),
        }
        self.attempt(acts[name])

    @rule(who=WHO, volunteers=st.booleans())
    def somebody_thinks_again(self, who: int, *, volunteers: bool) -> None:
        mine = update(Membership).where(Membership.professional_id == self.people[who].professional_id)
        self.do(lambda db: db.execute(mine.values(death_certification=volunteers)))

    @rule(minutes=st.sampled_from([1, 10, 21, 31, 61, 150, 400, 1500]), swept=st.booleans())
    def time_passes(self, minutes: int, *, swept: bool) -> None:
        server().clock_offset += 60.0 * minutes
        if swept:
            self.sweep()

    @rule()
    def sweep(self) -> None:
        at = clock.now()
        self.runner.run(dispatch.tick(self.community, at))
        (case, search, _), request = self.read(), self.death()
        if case.closed_at is None:
            assert request.alarm_at is not None
            assert request.alarm_at > at, "an open request is looked at again"
            if case.due_at is not None and case.due_at <= at - rules.ARRIVAL_GRACE:
                assert case.waits_for is WaitsFor.coordinator, "what is late is in a human's hands"
        if search.state is DispatchState.running:
            assert search.next_at is not None
            assert search.next_at > at, "what was due has been done"

    @invariant()
    def what_must_always_hold(self) -> None:
        (case, _, offers), request = self.read(), self.death()
        accepted = [offer for offer in offers if offer.state is OfferState.accepted]
        pending = [offer for offer in offers if offer.state is OfferState.pending]
        assert len(accepted) <= 1, "one certifier at most"
        assert case.state == request.state
        never = self.people[NURSE_OUT_OF_ORDER].professional_id
        assert never not in {offer.professional_id for offer in offers}, "the law does not let this nurse"
        nurses = {actor.professional_id for actor in self.people[DOCTORS:]}
        if rules.profession_sought(circumstances_of(request)) is DeathProfession.doctor:
            assert not nurses & {offer.professional_id for offer in [*pending, *accepted]}
        if request.state in rules.TAKEN:
            assert [offer.professional_id for offer in accepted] == [case.professional_id]
            assert not pending
        if request.state in rules.SEARCHING:
            assert (accepted, case.professional_id) == ([], None)
            waits = pending or case.waits_for is WaitsFor.coordinator
            assert waits, "somebody is asked, or a human has it"
        self._the_end_is_the_end(case, request, pending)

    def _the_end_is_the_end(
        self, case: Case, request: DeathCertificationRequest, pending: list[Offer]
    ) -> None:
        if self.ended is not None:
            assert request.state == self.ended, "what has ended stays ended"
        if request.state in rules.ENDED:
            self.ended = request.state
            assert (case.closed_at is None, request.alarm_at, pending) == (False, None, [])
        else:
            assert (case.closed_at, request.alarm_at is None) == (None, False)
        if request.state is State.samu_asked:
            assert not pending
            assert case.waits_for is WaitsFor.coordinator


def test_no_course_of_events_breaks_a_request_to_certify_a_death(database: Database) -> None:
    play(AnyCourse, database, examples=25, steps=15)
