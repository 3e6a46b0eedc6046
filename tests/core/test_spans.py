"""Stretches of time put together."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.core.spans import joined, within

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)))


@given(SPANS)
def test_the_same_minutes_stay_in_stretches_that_neither_touch_nor_are_empty(
    spans: list[tuple[int, int]],
) -> None:
    found = joined(spans)
    assert {at for start, end in found for at in range(start, end)} == {
        at for start, end in spans for at in range(start, end)
    }
    assert all(start < end for start, end in found)
    assert all(one[1] < other[0] for one, other in zip(found, found[1:], strict=False))


def test_an_evening_and_the_night_after_it_are_one() -> None:
    midnight = datetime(2027, 6, 5, tzinfo=UTC)
    evening, night = timedelta(hours=4), timedelta(hours=8)
    assert joined([(midnight, midnight + night), (midnight - evening, midnight)]) == [
        (midnight - evening, midnight + night)
    ]


def test_a_time_lies_within_when_one_stretch_holds_all_of_it() -> None:
    spans = [(0, 10), (10, 20)]
    assert within(spans, 0, 10)
    assert within(spans, 12, 20)
    assert not within(spans, 8, 12), "half of it in each is in neither"
    assert not within([], 0, 1)
