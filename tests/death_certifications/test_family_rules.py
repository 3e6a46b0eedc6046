"""What a family reads, and until when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.contract.models import DeathCertificationState as State
from api.contract.models import DeathFamilyPage, DeathFamilyStep, DeathFamilyStepKind
from api.death_certifications.rules import COMING, ENDED, family

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)

INSTANTS = st.none() | st.integers(0, 3000).map(lambda minutes: NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)
def test_a_link_serves_while_the_request_runs_and_once_it_is_certified(state: State) -> None:
    runs = state not in ENDED and state is not State.duplicate
    later = NOW + timedelta(hours=1)
    assert family.serves(state, later, NOW) is (runs or state is State.certified)
    assert (state in family.SHAREABLE) is runs


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)
def test_a_link_serves_no_more_from_its_last_instant_on(state: State) -> None:
    assert not family.serves(state, NOW, NOW)
    assert not family.serves(state, NOW - timedelta(microseconds=1), NOW)


def test_a_link_lasts_as_many_hours_as_the_community_says() -> None:
    # The clock of Paris goes back in that night: hours are real ones.
    before = datetime(2026, 10, 24, 20, tzinfo=UTC)
    assert family.expiry_of(before, 48) == datetime(2026, 10, 26, 20, tzinfo=UTC)


def test_before_anybody_accepts_only_the_first_step_is_done() -> None:
    steps = family.steps_of(NOW, None, None, None, None)
    assert [(step.kind.value, step.at) for step in steps] == [
        ("received", NOW),
        ("accepted", None),
        ("en_route", None),
        ("on_site", None),
        ("certificate", None),
    ]


def test_who_arrives_without_having_said_that_they_left_has_left_all_the_same() -> None:
    accepted, arrived = NOW + timedelta(minutes=10), NOW + timedelta(minutes=40)
    steps = family.steps_of(NOW, accepted, None, arrived, None)
    assert [step.at for step in steps] == [NOW, accepted, arrived, arrived, None]


@given(INSTANTS, INSTANTS, INSTANTS, INSTANTS)
def test_there_are_five_steps_in_order_and_none_is_to_come_before_one_that_is_done(
    accepted: datetime | None, departed: datetime | None, arrived: datetime | None, certified: datetime | None
) -> None:
    steps = family.steps_of(NOW, accepted, departed, arrived, certified)
    assert [step.kind for step in steps] == list(DeathFamilyStepKind)
    done = [step.at is not None for step in steps]
    assert done == sorted(done, reverse=True)
    given_instants = (accepted, departed, arrived, certified)
    assert all(step.at == one for step, one in zip(steps[1:], given_instants, strict=True) if one is not None)


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)
def test_an_hour_of_arrival_is_said_only_while_somebody_is_on_the_way(state: State) -> None:
    assert family.eta_of(state, NOW) == (NOW if state in COMING else None)
    assert family.eta_of(state, None) is None


def test_the_page_has_no_member_that_could_name_somebody_or_say_where() -> None:
    assert set(DeathFamilyPage.model_fields) == {
        "community_name",
        "phone",
        "time_zone",
        "profession",
        "steps",
        "eta_at",
        "updated_at",
        "server_time",
    }
    assert set(DeathFamilyStep.model_fields) == {"kind", "at"}
