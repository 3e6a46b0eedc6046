"""The rules of bookings, line by line: domain rules §4.2."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from api.contract.models import (
    AgeBand,
    AttendingDoctorContact,
    AttendingDoctorStatus,
    KioskEventOutcome,
    KioskNext,
    ProblemType,
    TeleconsultationReason,
    TerritorialException,
    WaveAudience,
)
from api.contract.models import TeleconsultationAction as Action
from api.contract.models import TeleconsultationState as State
from api.core.problems import IllegalTransition, InvalidInput
from api.identity.community_rules import default_rules
from api.teleconsultations.bookings import rules
from api.teleconsultations.bookings.rules import Asked, UsualDoctorFirst

OWN = default_rules().teleconsultation_bookings
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
USUAL, OTHER = UUID(int=1), UUID(int=2)


def asked(**changed: object) -> Asked:
    """An adult whose usual doctor is known, who sees another one."""
    values: dict[str, object] = {
        "age_years": 40,
        "doctor_id": OTHER,
        "status": AttendingDoctorStatus.known,
        "attending_id": USUAL,
        "contact": None,
        "exception": TerritorialException.none,
        "has_adult": False,
        "parental_consent": False,
        "consent_by": None,
        "overrides": False,
    }
    return Asked(**(values | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("reason", list(TeleconsultationReason))
def test_the_list_of_the_community_alone_says_which_reasons_redirect(reason: TeleconsultationReason) -> None:
    listed = {one.reason: one.redirect for one in OWN.refused_reasons}
    assert rules.redirect_of(reason, None, OWN) == listed.get(reason)
    nothing = OWN.model_copy(update={"refused_reasons": []})
    assert rules.redirect_of(reason, AgeBand.under_3_months, nothing) is None


@pytest.mark.parametrize(
    ("changed", "pointers"),
    [
        ({}, ["/territorial_exception"]),
        ({"doctor_id": USUAL}, []),
        ({"doctor_id": None}, []),
        ({"contact": AttendingDoctorContact.called_no_answer}, []),
        ({"contact": AttendingDoctorContact.not_called}, ["/territorial_exception"]),
        ({"exception": TerritorialException.priority_zone}, []),
        ({"exception": TerritorialException.no_attending_doctor}, ["/territorial_exception"]),
        (
            {
                "contact": AttendingDoctorContact.called_no_answer,
                "exception": TerritorialException.no_attending_doctor,
            },
            ["/territorial_exception"],
        ),
        ({"exception": TerritorialException.under_16}, ["/territorial_exception"]),
        ({"status": AttendingDoctorStatus.none, "attending_id": None}, []),
        ({"status": AttendingDoctorStatus.none}, ["/attending_professional_id"]),
        ({"attending_id": None}, ["/attending_professional_id", "/territorial_exception"]),
        ({"age_years": 17, "doctor_id": USUAL}, ["/minor"]),
        ({"age_years": 17, "doctor_id": USUAL, "has_adult": True}, ["/minor/parental_consent"]),
        ({"age_years": 17, "doctor_id": USUAL, "has_adult": True, "parental_consent": True}, []),
        ({"age_years": 17, "doctor_id": USUAL, "overrides": True}, []),
    ],
)
def test_what_is_asked_before_booking(changed: dict[str, object], pointers: list[str]) -> None:
    assert [fault.pointer for fault in rules.faults(asked(**changed))] == pointers


@pytest.mark.parametrize(
    ("minutes", "changed", "refused"),
    [
        (119, {}, True),
        (120, {}, False),
        (10, {"doctor_id": USUAL}, False),
        (10, {"contact": AttendingDoctorContact.called_unavailable}, False),
        (10, {"exception": TerritorialException.urgent}, False),
        (10, {"exception": TerritorialException.priority_zone}, True),
        (10, {"status": AttendingDoctorStatus.unknown, "attending_id": None}, False),
    ],
)
def test_within_two_hours_the_usual_doctor_was_contacted(
    minutes: int, changed: dict[str, object], refused: bool
) -> None:
    starts_at = AT + timedelta(minutes=minutes)
    if not refused:
        rules.refuse_walk_in(asked(**changed), starts_at, AT, OWN)
        return
    with pytest.raises(UsualDoctorFirst):
        rules.refuse_walk_in(asked(**changed), starts_at, AT, OWN)


def test_age_and_the_lack_of_a_usual_doctor_are_exceptions_by_themselves() -> None:
    none, known = AttendingDoctorStatus.none, AttendingDoctorStatus.known
    assert rules.exception_of(None, 15, known) is TerritorialException.under_16
    assert rules.exception_of(None, 16, known) is TerritorialException.none
    assert rules.exception_of(None, 40, none) is TerritorialException.no_attending_doctor
    assert rules.exception_of(TerritorialException.sas, 15, none) is TerritorialException.sas


@pytest.mark.parametrize(
    ("action", "minutes"), [("check_in", -120), ("start", -15), ("release", 10), ("record_no_show", 15)]
)
def test_each_step_has_its_minute(action: str, minutes: int) -> None:
    now = AT + timedelta(minutes=minutes)
    rules.refuse_early(action, AT, now, OWN)
    with pytest.raises(IllegalTransition):
        rules.refuse_early(action, AT, now - timedelta(seconds=1), OWN)


def test_what_it_is_too_early_for_is_not_offered() -> None:
    def offered(early: frozenset[str]) -> list[Action]:
        return rules.actions(
            State.confirmed,
            is_doctor=False,
            is_at_site=True,
            coordinates=False,
            early=early,
            to_call=False,
            report_sent=None,
        )

    steps = frozenset({"check_in", "start", "record_no_show", "release"})
    assert [*offered(frozenset()), *offered(steps)] == [
        *(Action.check_in, Action.start, Action.record_no_show, Action.release, Action.move, Action.cancel),
        Action.record_consent,
        *(Action.move, Action.cancel, Action.record_consent),
    ]


def test_the_usual_doctor_comes_first_and_alone_then_the_territory_then_a_human() -> None:
    plan = rules.plan(OWN, AT)
    assert [wave.audience for wave in plan.waves] == [WaveAudience.first_resort, WaveAudience.network]
    assert plan.coordinator_at == AT + timedelta(minutes=30)


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_the_actions_that_its_table_allows(state: State) -> None:
    mine = rules.actions(
        state,
        is_doctor=True,
        is_at_site=False,
        coordinates=True,
        early=frozenset(),
        to_call=False,
        report_sent=False,
    )
    assert len(mine) == len(set(mine))
    if state in rules.TELECONSULTATION.terminal:
        assert mine == ([Action.tick_report] if state is State.finished else [])
    nobody = rules.actions(
        state,
        is_doctor=False,
        is_at_site=False,
        coordinates=False,
        early=frozenset(),
        to_call=True,
        report_sent=None,
    )
    assert nobody == []


@pytest.mark.parametrize("skew", [-86_400, -120, 0, 3, 7200])
def test_a_wrong_clock_is_counted_off_and_never_leads_into_the_future(skew: int) -> None:
    sent = AT + timedelta(seconds=skew)
    assert rules.skew_of(sent, AT) == skew
    happened = sent - timedelta(minutes=4)
    assert rules.clamp(happened, skew, AT) == AT - timedelta(minutes=4)
    assert rules.clamp(sent + timedelta(hours=9), skew, AT) == AT
    assert rules.clamp(datetime(1970, 1, 1, tzinfo=UTC), skew, AT) == AT, "a clock that was reset"
    assert rules.clamp(datetime(1, 1, 1, tzinfo=UTC), 2_000_000_000, AT) == AT
    a_week = sent - timedelta(days=7)
    assert rules.clamp(a_week, skew, AT) == AT - timedelta(days=7)


@pytest.mark.parametrize(
    ("outcome", "problem", "what"),
    [
        (KioskEventOutcome.applied, None, KioskNext.go_on),
        (KioskEventOutcome.overtaken, ProblemType.illegal_transition, KioskNext.show_state),
        (KioskEventOutcome.refused, ProblemType.teleconsultation_hold_expired, KioskNext.hold_again),
        (KioskEventOutcome.refused, ProblemType.consent_missing, KioskNext.ask_assistant),
        (
            KioskEventOutcome.refused,
            ProblemType.kiosk_events_missing,
            KioskNext.resend_from_next_sequence,
        ),
    ],
)
def test_a_kiosk_is_told_what_to_do_next(
    outcome: KioskEventOutcome, problem: ProblemType | None, what: KioskNext
) -> None:
    assert rules.next_of(outcome, problem) is what


def test_a_window_is_forward_and_of_fourteen_days_at_most() -> None:
    rules.refuse_window(AT, AT + timedelta(days=14))
    for until in (AT, AT - timedelta(hours=1), AT + timedelta(days=14, seconds=1)):
        with pytest.raises(InvalidInput):
            rules.refuse_window(AT, until)
