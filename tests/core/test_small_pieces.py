"""Ids, clock, lifecycles, dates of the contract."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import pytest
from pydantic import BaseModel, ValidationError

from api.contract.base import AwareDatetime
from api.contract.base import date as Day
from api.core import clock
from api.core.ids import new_id
from api.core.lifecycle import LIFECYCLES, Lifecycle
from api.core.problems import IllegalTransition
from api.core.settings import settings


class State(StrEnum):
    draft = "draft"
    sent = "sent"
    gone = "gone"


@pytest.fixture
def letter() -> Lifecycle[State]:
    LIFECYCLES.pop("test letter", None)
    made = Lifecycle(
        "test letter",
        State.draft,
        {"send": ({State.draft}, State.sent), "drop": ({State.draft, State.sent}, State.gone)},
    )
    del LIFECYCLES["test letter"]
    return made


def test_ids_grow_and_carry_version_7() -> None:
    drawn = [new_id() for _ in range(10_000)]
    assert drawn == sorted(set(drawn))
    assert {(number.version, number.variant) for number in drawn} == {(7, "specified in RFC 4122")}


def test_the_clock_is_shifted_in_test_mode_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_CLOCK_OFFSET", "3600")
    for mode, shift in (("1", timedelta(hours=1)), ("0", timedelta())):
        monkeypatch.setenv("MAILLAGE_TEST", mode)
        settings.cache_clear()
        assert abs(clock.now() - datetime.now(UTC) - shift) < timedelta(seconds=5)
    settings.cache_clear()


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", ["send", "drop"])
def test_an_action_is_open_exactly_where_the_table_says(
    letter: Lifecycle[State], action: str, state: State
) -> None:
    sources, target = letter.moves[action]
    assert (action in letter.actions_from(state)) == (state in sources)
    if state in sources:
        assert letter.after(action, state) is target
    else:
        with pytest.raises(IllegalTransition, match=state.value):
            letter.after(action, state)


def test_a_lifecycle_draws_itself(letter: Lifecycle[State]) -> None:
    assert letter.terminal == {State.gone}
    assert letter.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> draft",
        "    draft --> sent: send",
        "    draft --> gone: drop",
        "    sent --> gone: drop",
        "    gone --> [*]",
    ]


def test_a_state_that_nothing_leads_to_is_refused() -> None:
    with pytest.raises(ValueError, match="never reaches sent, gone"):
        Lifecycle("test lost", State.draft, {})


class Dates(BaseModel):
    day: Day
    at: AwareDatetime


GOOD = {"day": "2026-03-29", "at": "2026-03-29T02:30:00+01:00"}


def test_dates_are_read_from_their_text() -> None:
    read = Dates.model_validate(GOOD)
    assert (read.day, read.at.utcoffset()) == (date(2026, 3, 29), timedelta(hours=1))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", 20260329),
        ("day", "20260329"),
        ("day", "2026-03-29T00:00:00"),
        ("day", "2026-02-30"),
        ("day", "1899-12-31"),
        ("day", "2201-01-01"),
        ("day", "٢٠٢٦-03-29"),
        ("at", 1_774_748_600),
        ("at", "1774748600"),
        ("at", "2026-03-29T02:30:00"),
        ("at", "2026-03-29"),
        ("at", "0001-01-01T00:00:00Z"),
        ("at", "2026-03-29T25:00:00Z"),
        ("at", datetime(2026, 3, 29)),  # noqa: DTZ001  the naive instant is what must be refused
    ],
)
def test_a_number_a_naive_instant_or_an_absurd_year_is_no_date(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Dates.model_validate({**GOOD, field: value})
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]
