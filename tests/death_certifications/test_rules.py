"""Who may certify, when the coordination is called: the rules themselves."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.certifiers.rules import CertifierFacts
from api.contract.models import CertifierCategory, DeathAnswer, DeathPlaceKind, DeathProfession, WaveAudience
from api.contract.models import DeathCertificationState as State
from api.core.problems import IllegalTransition
from api.death_certifications import rules
from api.death_certifications.rules import DEATH_CERTIFICATION_REQUEST, Alarm, Circumstances
from api.identity.community_rules import default_rules

TODAY = date(2026, 11, 20)
MADE = datetime(2026, 11, 20, 9, tzinfo=UTC)
RULES = default_rules()
YES, NO, UNKNOWN = DeathAnswer.yes, DeathAnswer.no, DeathAnswer.unknown
PLAIN = Circumstances(NO, NO, YES, 85, DeathPlaceKind.home)


def certifier(
    category: CertifierCategory | None = CertifierCategory.nurse, **changed: object
) -> CertifierFacts:
    """A certifier in order, with changes."""
    facts: dict[str, object] = {
        "professional_id": UUID(int=1),
        "category": category,
        "diploma_on": date(2012, 7, 1),
        "training_validated_on": date(2025, 9, 1),
        "order_list_checked_on": TODAY - timedelta(days=10),
        "volunteers": True,
        "practises": True,
        **changed,
    }
    return CertifierFacts(**facts)  # type: ignore[arg-type]  # the names are those of the facts


def may(facts: CertifierFacts | None, said: Circumstances = PLAIN, *, attending: bool = False) -> bool:
    """Whether they may certify today."""
    return rules.may_certify(facts, said, TODAY, order_list_days=90, attending=attending)


@pytest.mark.parametrize(
    ("public_place", "violence", "identified", "age_from", "place"),
    list(product(DeathAnswer, DeathAnswer, DeathAnswer, (None, 17, 18), DeathPlaceKind)),
)
def test_a_nurse_may_for_an_identified_adult_without_violence_and_in_no_public_place(
    public_place: DeathAnswer,
    violence: DeathAnswer,
    identified: DeathAnswer,
    age_from: int | None,
    place: DeathPlaceKind,
) -> None:
    said = Circumstances(public_place, violence, identified, age_from, place)
    outside = place is DeathPlaceKind.public_place
    plain = (public_place, violence, identified) == (NO, NO, YES)
    assert may(certifier(), said) is (plain and age_from == 18 and not outside)
    # A doctor may wherever the community may send anybody at all.
    known = UNKNOWN not in (public_place, violence, identified)
    scope = violence is not YES and identified is not NO
    assert may(certifier(CertifierCategory.active_doctor), said) is (known and scope)


@pytest.mark.parametrize("category", list(CertifierCategory), ids=lambda category: category.value)
def test_once_a_nurse_has_handed_over_doctors_alone_may(category: CertifierCategory) -> None:
    handed = Circumstances(NO, NO, YES, 85, DeathPlaceKind.home, doctors_only=True)
    assert may(certifier(category), handed) is (category is not CertifierCategory.nurse)
    assert rules.profession_sought(handed) is DeathProfession.doctor


@pytest.mark.parametrize(
    ("changed", "allowed"),
    [
        ({"diploma_on": date(2023, 11, 20)}, True),
        ({"diploma_on": date(2023, 11, 21)}, False),
        ({"diploma_on": None}, False),
        ({"training_validated_on": None}, False),
        ({"training_validated_on": TODAY + timedelta(days=1)}, False),
        ({"order_list_checked_on": TODAY - timedelta(days=90)}, True),
        ({"order_list_checked_on": TODAY - timedelta(days=91)}, False),
        ({"order_list_checked_on": None}, False),
        ({"volunteers": False}, False),
        ({"practises": False}, False),
    ],
    ids=[
        "three years to the day",
        "three years but a day",
        "no diploma",
        "no training",
        "training to come",
        "list of 90 days",
        "list of 91 days",
        "no list",
        "no volunteer",
        "gone",
    ],
)
def test_a_nurse_is_trained_on_the_list_and_a_volunteer(changed: dict[str, object], allowed: bool) -> None:
    assert may(certifier(**changed)) is allowed
    assert may(certifier(**changed), attending=True) is allowed


def test_the_attending_doctor_need_not_volunteer_and_a_retired_one_need_not_practise() -> None:
    unasked = certifier(CertifierCategory.active_doctor, volunteers=False)
    assert (may(unasked), may(unasked, attending=True)) == (False, True)
    assert may(certifier(CertifierCategory.retired_doctor, practises=False))
    assert not may(certifier(CertifierCategory.active_doctor, practises=False), attending=True)
    assert not may(certifier(None), attending=True)
    assert not may(None, attending=True)


def test_the_doctor_is_asked_alone_then_the_rota_then_everybody_and_a_human_two_hours_after_the_request() -> (
    None
):
    plan = rules.plan(RULES, MADE, MADE)
    asked = [(wave.audience, wave.minutes, wave.number) for wave in plan.waves]
    assert asked == [
        (WaveAudience.first_resort, 20, 0),
        (WaveAudience.rota, 30, 1),
        (WaveAudience.network, 60, 2),
    ]
    assert plan.coordinator_at == MADE + timedelta(hours=2)
    # A search that begins again does not put the human off.
    assert rules.plan(RULES, MADE, MADE + timedelta(minutes=90)).coordinator_at == plan.coordinator_at
    late = MADE + timedelta(hours=5)
    assert rules.plan(RULES, MADE, late).coordinator_at == late


def test_the_thresholds_are_those_of_the_field_in_order() -> None:
    found = rules.thresholds(RULES.death_certification, MADE, MADE - timedelta(hours=30))
    assert [(one.alarm, one.at - MADE) for one in found] == [
        (Alarm.coordinator, timedelta(hours=2)),
        (Alarm.samu, timedelta(hours=4)),
        (Alarm.late, timedelta(hours=12)),
        (Alarm.transport, timedelta(hours=12)),
        (Alarm.ceiling, timedelta(hours=24)),
    ]
    assert Alarm.transport not in {
        one.alarm for one in rules.thresholds(RULES.death_certification, MADE, None)
    }


@given(st.integers(0, 20_000), st.none() | st.integers(-3000, 0))
def test_an_alarm_is_always_ahead_and_none_is_passed_over(minutes: int, died: int | None) -> None:
    died_at = None if died is None else MADE + timedelta(minutes=died)
    ahead = rules.thresholds(RULES.death_certification, MADE, died_at)
    at, until, rung = MADE, MADE + timedelta(minutes=minutes), []
    alarm = rules.next_alarm(ahead, at)
    while alarm <= until:
        rung += rules.passed(ahead, alarm - timedelta(microseconds=1), alarm)
        assert rules.next_alarm(ahead, alarm) > alarm
        alarm = rules.next_alarm(ahead, alarm)
    assert [one for one in rung if one.alarm is not Alarm.again] == [
        one for one in ahead if MADE < one.at <= until
    ]
    assert alarm > until


def test_it_is_red_from_twelve_hours_on() -> None:
    red = MADE + timedelta(hours=12)
    assert rules.is_late(RULES.death_certification, MADE, red)
    assert not rules.is_late(RULES.death_certification, MADE, red - timedelta(seconds=1))


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)
def test_what_has_ended_stays_so_and_what_is_open_can_be_ended_by_a_human(state: State) -> None:
    actions = DEATH_CERTIFICATION_REQUEST.actions_from(state)
    if state in rules.ENDED:
        assert actions == []
        assert state in DEATH_CERTIFICATION_REQUEST.terminal
        with pytest.raises(IllegalTransition):
            DEATH_CERTIFICATION_REQUEST.after("cancel", state)
    elif state is State.duplicate:
        assert actions == ["undo_duplicate"]
    else:
        assert {"cancel", "close_elsewhere", "requisition"} <= set(actions)
