"""The figures of a month: delays, shares, outcomes, and nothing that could point at somebody."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.contract.models import DeathCertificationFigures, DeathCount, DeathRequesterKind
from api.contract.models import DeathCertificationState as State
from api.death_certifications.rules import ENDED, figures
from api.death_certifications.rules.figures import Fact
from api.death_certifications.service.figures import OUTCOMES, REQUESTERS

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)

MINUTES = st.none() | st.integers(0, 3000)
KINDS = st.sampled_from(list(DeathRequesterKind))


def fact(
    certified: float | None = None,
    *,
    accepted: float | None = None,
    arrived: float | None = None,
    kind: DeathRequesterKind = DeathRequesterKind.town_hall,
    state: State = State.certified,
) -> Fact:
    """A request made now; each step so many minutes later."""

    def after(minutes: float | None) -> datetime | None:
        return None if minutes is None else NOW + timedelta(minutes=minutes)

    return Fact(NOW, after(accepted), after(arrived), after(certified), kind, state)


FACTS = st.lists(
    st.builds(
        fact, MINUTES, accepted=MINUTES, arrived=MINUTES, kind=KINDS, state=st.sampled_from(list(State))
    )
)


def of(facts: Sequence[Fact]) -> DeathCertificationFigures:
    """The figures of these requests."""
    return figures.figures_of("2026-11", facts)


def said(counts: list[DeathCount]) -> dict[str, int | None]:
    """Word -> number."""
    return {one.word: one.count for one in counts}


def test_a_month_without_requests_has_no_figures_but_zeros() -> None:
    found = of([])
    assert (found.month, found.requests) == ("2026-11", 0)
    for delay in (found.to_acceptance, found.to_arrival, found.to_certificate):
        assert (delay.measured, delay.median_minutes, delay.p90_minutes) == (0, None, None)
    assert (found.under_4_hours, found.under_24_hours) == (None, None)
    assert (found.by_requester, found.by_outcome) == ([], [])


def test_delays_count_the_requests_that_came_to_that_step_alone() -> None:
    facts = [fact(accepted=10 * n, arrived=10 * n + 30, state=State.on_site) for n in range(1, 7)]
    found = of([*facts, fact(state=State.rota_asked)])
    assert (found.to_acceptance.measured, found.to_arrival.measured, found.to_certificate.measured) == (
        6,
        6,
        0,
    )
    assert (found.to_acceptance.median_minutes, found.to_acceptance.p90_minutes) == (35, 60)
    assert (found.to_arrival.median_minutes, found.to_arrival.p90_minutes) == (65, 90)
    assert found.to_certificate.median_minutes is None


def test_nine_requests_in_ten_did_not_exceed_the_90th_centile() -> None:
    assert of([fact(n) for n in range(1, 11)]).to_certificate.p90_minutes == 9
    assert of([fact(n) for n in range(1, 12)]).to_certificate.p90_minutes == 10
    assert of([fact(n) for n in range(1, 6)]).to_certificate.p90_minutes == 5


def test_delays_are_whole_minutes_that_have_passed() -> None:
    assert of([fact(59.99)] * 5).to_certificate.median_minutes == 59


def test_the_shares_are_of_the_certified_requests_and_exclude_the_limit_itself() -> None:
    certified = [fact(n) for n in (60, 239.99, 240, 1439, 1440, 3000)]
    found = of([*certified, *[fact(state=State.request_cancelled)] * 20])
    assert (found.under_4_hours, found.under_24_hours) == (round(2 / 6, 4), round(4 / 6, 4))


def test_fewer_than_five_requests_have_no_delay_and_no_share() -> None:
    found = of([fact(60, accepted=5, arrived=30)] * 4)
    assert (found.requests, found.to_certificate.measured) == (4, 4)
    assert found.to_acceptance.median_minutes is found.to_certificate.p90_minutes is None
    assert found.under_4_hours is found.under_24_hours is None
    assert said(found.by_requester) == {"town_hall": None}
    shown = of([fact(60)] * 5)
    assert (shown.to_certificate.median_minutes, shown.under_4_hours) == (60, 1.0)
    assert said(shown.by_requester) == {"town_hall": 5}


def test_a_single_hidden_number_takes_the_smallest_other_with_it() -> None:
    kinds = [DeathRequesterKind.nursing_home] * 9 + [DeathRequesterKind.samu] * 6
    shown = of([fact(kind=kind) for kind in kinds])
    assert said(shown.by_requester) == {"samu": 6, "nursing_home": 9}
    hidden = of([fact(kind=kind) for kind in [*kinds, DeathRequesterKind.family]])
    assert said(hidden.by_requester) == {"samu": None, "nursing_home": 9, "family": None}


def test_a_request_that_runs_has_no_outcome_yet() -> None:
    facts = [fact(state=State.rota_asked)] * 5 + [fact(state=State.duplicate)] * 5 + [fact(1)] * 5
    assert said(of(facts).by_outcome) == {"duplicate": 5, "certified": 5}


@given(FACTS)
def test_no_number_under_five_can_be_read_or_worked_out(facts: list[Fact]) -> None:
    found = of(facts)
    ended = sum(one.state in figures.OUTCOMES for one in facts)
    for counts, total in ((found.by_requester, len(facts)), (found.by_outcome, ended)):
        numbers = [one.count for one in counts]
        assert all(number is None or number >= figures.LEAST_SHOWN for number in numbers)
        # Alone in the table it is the total itself, which is always said.
        assert numbers.count(None) != 1 or len(numbers) == 1
        assert sum(number or 0 for number in numbers) <= total
    for delay in (found.to_acceptance, found.to_arrival, found.to_certificate):
        shown = delay.measured >= figures.LEAST_SHOWN
        assert (delay.median_minutes is not None, delay.p90_minutes is not None) == (shown, shown)
    if found.under_4_hours is not None and found.under_24_hours is not None:
        assert 0 <= found.under_4_hours <= found.under_24_hours <= 1


@given(FACTS)
def test_the_order_of_the_requests_changes_nothing(facts: list[Fact]) -> None:
    assert of(facts) == of(facts[::-1])


@pytest.mark.parametrize(
    ("month", "starts", "ends"),
    [
        ("2026-11", "2026-10-31T23:00:00+00:00", "2026-11-30T23:00:00+00:00"),
        ("2026-12", "2026-11-30T23:00:00+00:00", "2026-12-31T23:00:00+00:00"),
        ("2026-03", "2026-02-28T23:00:00+00:00", "2026-03-31T22:00:00+00:00"),
        ("2026-10", "2026-09-30T22:00:00+00:00", "2026-10-31T23:00:00+00:00"),
    ],
)
def test_a_month_begins_and_ends_at_midnight_on_the_clock_of_the_territory(
    month: str, starts: str, ends: str
) -> None:
    start, end = figures.bounds_of(month, PARIS)
    assert (start, end) == (datetime.fromisoformat(starts), datetime.fromisoformat(ends))
    assert figures.month_of(start, PARIS) == month
    assert figures.month_of(end - timedelta(microseconds=1), PARIS) == month
    assert figures.month_of(end, PARIS) != month


def test_every_requester_and_every_outcome_has_its_french_word() -> None:
    assert set(REQUESTERS) == set(DeathRequesterKind)
    assert set(OUTCOMES) == figures.OUTCOMES == ENDED | {State.duplicate}
