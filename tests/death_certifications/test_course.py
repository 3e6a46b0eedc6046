"""Any course of a request, in memory, by the real rules: whatever people, clocks and workers do.

The search stands in for the engine as the engine calls the rules: waves of `rules.plan`, the law of
`rules.may_certify` at each question and at each answer, states by the lifecycle, alarms by the thresholds.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from api.certifiers.rules import CertifierFacts
from api.contract.models import (
    CertifierCategory,
    DeathAnswer,
    DeathPlaceKind,
    WaveAudience,
)
from api.contract.models import DeathCertificationState as State
from api.core.problems import IllegalTransition
from api.death_certifications import rules
from api.death_certifications.rules import DEATH_CERTIFICATION_REQUEST, Circumstances
from api.dispatch.rules import Wave, network_only
from api.identity.community_rules import default_rules

RULES = default_rules()
START = datetime(2026, 3, 28, 20, tzinfo=UTC)
"""The night in which the clocks of Paris go forward."""
OPENS = {0: "ask_first_doctor", 1: "ask_rota", 2: "ask_volunteers"}
ANSWERS = st.sampled_from(DeathAnswer)


@dataclass
class Certifier:
    """Somebody who may be asked: the facts of their dossier change while the request runs."""

    facts: CertifierFacts
    on_rota: bool
    attending: bool


@dataclass
class Search:
    """The waves of a round, who is asked, who said no."""

    waves: list[Wave]
    coordinator_at: datetime
    step: int = -1
    due_at: datetime | None = None
    pending: set[UUID] = field(default_factory=set)
    asked: set[UUID] = field(default_factory=set)
    refused: set[UUID] = field(default_factory=set)


@st.composite
def certifiers(draw: st.DrawFn) -> list[Certifier]:
    """Up to eight doctors and nurses, in order or not; one may be the attending doctor."""
    people = []
    for number in range(draw(st.integers(0, 8))):
        category = draw(st.sampled_from([*CertifierCategory, None]))
        checked = draw(st.sampled_from([None, date(2026, 3, 1), date(2025, 6, 1)]))
        facts = CertifierFacts(
            professional_id=UUID(int=number + 1),
            category=category,
            diploma_on=draw(st.sampled_from([None, date(2010, 7, 1), date(2024, 7, 1)])),
            training_validated_on=draw(st.sampled_from([None, date(2025, 9, 1)])),
            order_list_checked_on=checked,
            volunteers=draw(st.booleans()),
            practises=draw(st.booleans()),
        )
        people.append(Certifier(facts, draw(st.booleans()), attending=number == 0 and draw(st.booleans())))
    return people


class AnyCourse(RuleBasedStateMachine):
    """One request from its filing on."""

    @initialize(
        people=certifiers(),
        public_place=ANSWERS,
        violence=ANSWERS,
        identified=ANSWERS,
        age_from=st.sampled_from([None, 17, 18, 80]),
        place=st.sampled_from(DeathPlaceKind),
        died_before=st.sampled_from([None, 1, 30, 60]),
    )
    def file(
        self,
        people: list[Certifier],
        public_place: DeathAnswer,
        violence: DeathAnswer,
        identified: DeathAnswer,
        age_from: int | None,
        place: DeathPlaceKind,
        died_before: int | None,
    ) -> None:
        """Ask for somebody."""
        self.at = self.created_at = START
        self.people = {one.facts.professional_id: one for one in people}
        self.said = Circumstances(public_place, violence, identified, age_from, place)
        self.died_at = None if died_before is None else START - timedelta(hours=died_before)
        self.state = State.death_qualified
        self.certifier: UUID | None = None
        self.judged_at = START
        self.human = False
        self.search: Search | None = None
        self.alarm_at: datetime | None = self._next_alarm()
        self.ended: State | None = None
        if rules.is_out_of_scope(self.said):
            self._move("send_away")
        elif rules.open_questions(self.said):
            self._move("await_answers")
            self.completed_by = self.at + rules.COMPLETED_WITHIN
        else:
            self._start()

    def _next_alarm(self) -> datetime:
        return rules.next_alarm(self._thresholds(), self.at)

    def _thresholds(self) -> list[rules.Threshold]:
        return rules.thresholds(RULES.death_certification, self.created_at, self.died_at)

    def _move(self, action: str) -> None:
        assert self.state not in rules.ENDED, "an ended request moved"
        self.state = DEATH_CERTIFICATION_REQUEST.after(action, self.state)
        if self.state in rules.ENDED or self.state is State.duplicate:
            self.alarm_at, self.search = None, None
        if self.state in rules.ENDED:
            self.ended = self.state

    def _may(self, who: UUID) -> bool:
        return rules.may_certify(
            self.people[who].facts,
            self.said,
            self.at.date(),
            order_list_days=RULES.certifiers.order_list_days,
            attending=True,
        )

    def _start(self) -> None:
        plan = rules.plan(RULES, self.created_at, self.at)
        self.search = Search(list(plan.waves), plan.coordinator_at)
        self._open_next()

    def _again(self, without: UUID | None) -> None:
        plan = network_only(rules.plan(RULES, self.created_at, self.at))
        refused = set() if self.search is None else self.search.refused
        self.search = Search(list(plan.waves), plan.coordinator_at, refused=refused)
        if without is not None:
            self.search.refused.add(without)
        self.human = False
        self._open_next()

    def _open_next(self) -> None:
        search = self.search
        assert search is not None
        while search.step + 1 < len(search.waves):
            search.step += 1
            wave = search.waves[search.step]
            if people := [who for who in self.people if self._asked_by(wave, who)]:
                search.pending, search.due_at = set(people), self.at + timedelta(minutes=wave.minutes)
                search.asked |= search.pending
                self._move(OPENS[wave.number])
                return
        search.due_at = None
        self._move("exhaust")
        self.human = True

    def _asked_by(self, wave: Wave, who: UUID) -> bool:
        one, search = self.people[who], self.search
        assert search is not None
        if who in search.asked | search.refused or not self._may(who):
            return False
        if wave.audience is WaveAudience.first_resort:
            return one.attending
        return one.facts.volunteers and (wave.audience is not WaveAudience.rota or one.on_rota)

    def _sweep(self) -> None:
        """What the worker does, as often as it runs."""
        if self.alarm_at is not None and self.alarm_at <= self.at:
            crossed = rules.passed(self._thresholds(), self.alarm_at - timedelta(microseconds=1), self.at)
            assert crossed, "an alarm rang for nothing"
            self.alarm_at = self._next_alarm()
            self.human = self.human or self.state not in rules.TAKEN
        search = self.search
        if self.state in rules.SEARCHING and search is not None:
            if search.due_at is not None and search.due_at <= self.at:
                search.pending = set()
                self._open_next()
            self.human = self.human or search.coordinator_at <= self.at
        if self.state is State.to_complete:
            self.human = self.human or self.completed_by <= self.at
        if self.state in rules.COMING:
            self.human = self.human or self.eta_at + rules.ARRIVAL_GRACE <= self.at
        if self.state is State.on_site:
            self.human = self.human or self.arrived_at + rules.ON_SITE_FOR <= self.at

    @rule(minutes=st.sampled_from([1, 19, 20, 30, 61, 120, 240, 721, 1440, 3000]), worker=st.booleans())
    def time_passes(self, minutes: int, worker: bool) -> None:
        """With a worker that lives, or is dead for that long and comes back later."""
        self.at += timedelta(minutes=minutes)
        if worker:
            self._sweep()

    @rule()
    def the_worker_comes_back(self) -> None:
        """Whatever was missed is acted on now."""
        self._sweep()

    @precondition(lambda self: self.search is not None and self.search.pending)
    @rule(data=st.data(), eta=st.integers(1, 720), late=st.booleans())
    def somebody_accepts(self, data: st.DataObject, eta: int, late: bool) -> None:
        """In time or not, with a dossier that still holds or not: the first who may, and nobody after."""
        search = self.search
        assert search is not None
        assert search.due_at is not None
        who = data.draw(st.sampled_from(sorted(search.pending)))
        if search.due_at <= self.at or not self._may(who):
            return
        self._move("accept")
        self.certifier, self.judged_at = who, self.at
        self.eta_at = self.at + timedelta(minutes=eta)
        self.human = False
        search.pending = set()
        if late:
            try:
                self._move("accept")
            except IllegalTransition:
                return
            raise AssertionError("two people have it")

    @precondition(lambda self: self.search is not None and self.search.pending)
    @rule(data=st.data())
    def somebody_declines(self, data: st.DataObject) -> None:
        """They are not asked again; with nobody left, the next wave opens at once."""
        search = self.search
        assert search is not None
        who = data.draw(st.sampled_from(sorted(search.pending)))
        search.pending.discard(who)
        search.refused.add(who)
        if not search.pending:
            self._open_next()

    @rule(data=st.data())
    def a_dossier_expires(self, data: st.DataObject) -> None:
        """Somebody volunteers no more, or their look at the Order's list has grown old."""
        if not self.people:
            return
        who = data.draw(st.sampled_from(sorted(self.people)))
        one = self.people[who]
        facts = CertifierFacts(who, one.facts.category, None, None, None, volunteers=False, practises=False)
        self.people[who] = Certifier(facts, one.on_rota, one.attending)

    @precondition(lambda self: self.state in rules.COMING)
    @rule(eta=st.integers(1, 720), goes=st.booleans())
    def the_certifier_goes_on(self, eta: int, goes: bool) -> None:
        """They leave, say another hour, or arrive."""
        if goes:
            self._move("depart")
            self.eta_at = self.at + timedelta(minutes=eta)
        else:
            self._move("arrive")
            self.arrived_at = self.at
        self.human = False

    @precondition(lambda self: self.state in rules.TAKEN)
    @rule()
    def the_certifier_withdraws(self) -> None:
        """It is put back at once."""
        without, self.certifier = self.certifier, None
        self._move("withdraw")
        self._again(without)

    @precondition(lambda self: self.state is State.on_site)
    @rule(how=st.sampled_from(["certify", "report_obstacle", "hand_to_doctor"]))
    def the_certifier_concludes(self, how: str) -> None:
        """A certificate, an obstacle; or a nurse who hands over to doctors alone."""
        if how != "hand_to_doctor":
            self._move(how)
            return
        assert self.certifier is not None
        if self.people[self.certifier].facts.category is not CertifierCategory.nurse:
            return
        without, self.certifier = self.certifier, None
        self.said = Circumstances(
            self.said.public_place,
            self.said.violence,
            self.said.identified,
            self.said.age_from,
            self.said.place_kind,
            doctors_only=True,
        )
        self._move("hand_to_doctor")
        self._again(without)

    @precondition(lambda self: self.state is State.to_complete)
    @rule(answer=st.sampled_from([DeathAnswer.yes, DeathAnswer.no]))
    def the_questions_are_answered(self, answer: DeathAnswer) -> None:
        """Each that was open, the same way."""
        given = {
            question.value: answer if question in rules.open_questions(self.said) else None
            for question in rules.open_questions(self.said)
        }
        self.said = Circumstances(
            given.get("public_place") or self.said.public_place,
            given.get("violence") or self.said.violence,
            given.get("identified") or self.said.identified,
            self.said.age_from,
            self.said.place_kind,
        )
        if rules.is_out_of_scope(self.said):
            self._move("send_away")
            return
        self._move("complete")
        self._start()

    @precondition(lambda self: self.state in DEATH_CERTIFICATION_REQUEST.moves["hand_to_samu"][0])
    @rule()
    def the_samu_takes_over(self) -> None:
        """Nobody else is asked; the coordination keeps an eye on it."""
        self._move("hand_to_samu")
        self.search, self.human = None, True

    @precondition(lambda self: self.human and self.state not in rules.ENDED)
    @rule(how=st.sampled_from(["close_elsewhere", "requisition", "cancel"]))
    def a_human_ends_it(self, how: str) -> None:
        """Only a person does."""
        if self.state is not State.duplicate:
            self._move(how)

    @precondition(lambda self: self.state in DEATH_CERTIFICATION_REQUEST.moves["mark_duplicate"][0])
    @rule()
    def it_is_a_duplicate_and_then_not(self) -> None:
        """A person says so, and takes it back."""
        self._move("mark_duplicate")
        assert self.alarm_at is None
        self._move("undo_duplicate")
        self.alarm_at = self._next_alarm()
        if rules.open_questions(self.said):
            self._move("await_answers")
            self.completed_by = self.at + rules.COMPLETED_WITHIN
        else:
            self._again(None)

    @invariant()
    def one_certifier_whom_the_law_allowed(self) -> None:
        """And only while somebody has it."""
        assert (self.state in rules.TAKEN) <= (self.certifier is not None)
        if self.state in rules.SEARCHING:
            assert self.certifier is None
            assert self.search is not None
            assert all(who not in self.search.refused for who in self.search.pending)

    @invariant()
    def an_ended_request_stays_so(self) -> None:
        """Nothing moves it any more."""
        assert self.ended in (None, self.state)

    @invariant()
    def an_open_request_has_an_alarm_and_somebody_who_must_act(self) -> None:
        """After each pass of the worker the alarm is ahead; people are asked, or a human is."""
        if self.state in rules.ENDED:
            assert self.alarm_at is None
            return
        assert self.alarm_at is not None
        if self.state in rules.SEARCHING and not self.human:
            assert self.search is not None
            assert self.search.pending

    def teardown(self) -> None:
        """Every path ends in a human's hands, or is ended: the worker comes back a day later."""
        if not hasattr(self, "state"):
            return
        for _ in range(8):
            self.at += timedelta(days=1)
            self._sweep()
        assert self.state in rules.ENDED or self.human
        if self.state not in rules.ENDED:
            assert self.alarm_at is not None
            assert self.alarm_at > self.at


AnyCourse.TestCase.settings = settings(
    max_examples=500,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
TestAnyCourse = AnyCourse.TestCase
