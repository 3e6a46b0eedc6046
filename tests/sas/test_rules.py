"""What follows from an answer of the platform, and how long one waits."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from api.sas import rules

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("status", [200, 201, 204])
def test_what_was_taken_is_not_refused(status: int) -> None:
    assert rules.judge(status, {}, b"", AT) is None


@pytest.mark.parametrize(
    ("status", "for_good", "not_there"),
    [
        (400, True, True),
        (401, False, True),
        (403, False, True),
        (404, False, True),
        (408, False, False),
        (409, False, False),
        (412, True, True),
        (422, True, True),
        (429, False, True),
        (301, False, False),
        (500, False, False),
        (503, False, False),
    ],
)
def test_each_status_says_whether_to_try_again_and_whether_it_may_be_there(
    status: int, for_good: bool, not_there: bool
) -> None:
    refused = rules.judge(status, {}, b"", AT)
    assert refused is not None
    assert (refused.status, refused.for_good, refused.not_there) == (status, for_good, not_there)
    assert refused.reason == f"La plateforme a répondu {status}."


def test_delays_grow_to_an_hour_and_end_after_some_three_days() -> None:
    waits = [rules.wait_after(failures, None) for failures in range(1, rules.MOST_ATTEMPTS)]
    seconds = [int(wait.total_seconds()) for wait in waits if wait is not None]
    assert seconds[:8] == [10, 30, 90, 270, 810, 2430, 3600, 3600]
    assert timedelta(days=3) < timedelta(seconds=sum(seconds)) < timedelta(days=4)
    assert rules.wait_after(rules.MOST_ATTEMPTS, None) is None


@pytest.mark.parametrize("seconds", [0, 120, 86_400])
def test_the_platform_is_left_alone_for_as_long_as_it_asks(seconds: int) -> None:
    assert rules.wait_after(1, timedelta(seconds=seconds)) == timedelta(seconds=max(10, seconds))


def test_a_platform_that_asks_for_nothing_leaves_the_usual_delay() -> None:
    assert rules.wait_after(1, None) == timedelta(seconds=10)


def test_of_an_outcome_the_text_is_kept_and_what_identifies_is_not() -> None:
    outcome = {
        "resourceType": "OperationOutcome",
        "issue": [
            {"code": "invalid", "details": {"text": "Régulateur 3456780581/11242343 inconnu"}},
            {"code": "invalid", "diagnostics": "écrire à essai@sas.example ou 01 99 00 00 12"},
            {"code": "structure"},
            {"code": "structure"},
        ],
    }
    assert rules.outcome_text(json.dumps(outcome).encode()) == (
        "Régulateur … inconnu ; écrire à … ou … ; structure"
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"[]", b'"x"', b'{"resourceType": "Bundle"}', b"\xff", b"[" * 5_000]
    + [b'{"resourceType": "OperationOutcome", "issue": ' + issue + b"}" for issue in (b"3", b"[3]", b"[{}]")],
)
def test_a_body_that_is_no_outcome_says_nothing(content: bytes) -> None:
    assert rules.outcome_text(content) == ""
