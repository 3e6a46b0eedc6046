"""When a server outside asks us to come again."""

from datetime import UTC, datetime, timedelta

import pytest

from api.core.retrying import asked_to_wait

AT = datetime(2026, 11, 29, 4, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("99999999999999999999", DAY),
        ("Sun, 29 Nov 2026 04:10:00 GMT", timedelta(minutes=10)),
        ("Sun, 29 Nov 2026 03:00:00 GMT", timedelta()),
        ("Mon, 29 Nov 2027 04:10:00 GMT", DAY),
        ("Sun, 29 Nov 2026 04:10:00 -0000", None),
        (None, None),
        ("", None),
        ("bientôt", None),
        ("-5", None),
        ("1.5", None),
    ],
    ids=[
        "seconds",
        "too many seconds",
        "a date",
        "a date that is past",
        "a date too far",
        "a date without a zone",
        "no header",
        "an empty one",
        "words",
        "less than nothing",
        "a half",
    ],
)
def test_seconds_and_dates_are_heard_within_a_limit_and_nothing_else(
    said: str | None, wait: timedelta | None
) -> None:
    assert asked_to_wait(said, AT, at_most=DAY) == wait
