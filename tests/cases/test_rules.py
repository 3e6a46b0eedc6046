"""Numbers, initials, months, and who needs an identity."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.cases import rules
from api.cases.rules import Standing
from api.contract.models import Need

PARIS = ZoneInfo("Europe/Paris")
AT = datetime(2026, 11, 24, 9, 42, tzinfo=UTC)


def test_numbers_read_well_on_the_phone() -> None:
    assert [rules.number("SNP", 1204), rules.number("DC", 31), rules.number("SNP", 123456)] == [
        "SNP-1204",
        "DC-0031",
        "SNP-123456",
    ]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Inès Carpentier", "IC"),
        ("Dr Élise Roy-Martin", "ÉR"),
        ("Mme Brunel", "B"),
        ("Coordination", "C"),
        ("jean luc petit", "JL"),
        ("Dr", "D"),
    ],
)
def test_initials_leave_titles_out(name: str, mark: str) -> None:
    assert rules.initials(name) == mark


@pytest.mark.parametrize(
    ("closed", "months", "erased"),
    [
        (datetime(2026, 11, 25, 12, tzinfo=PARIS), 3, datetime(2027, 2, 25, 12, tzinfo=PARIS)),
        (datetime(2026, 11, 30, 12, tzinfo=PARIS), 3, datetime(2027, 2, 28, 12, tzinfo=PARIS)),
        (datetime(2027, 11, 30, 12, tzinfo=PARIS), 3, datetime(2028, 2, 29, 12, tzinfo=PARIS)),
        (datetime(2026, 12, 31, 12, tzinfo=PARIS), 1, datetime(2027, 1, 31, 12, tzinfo=PARIS)),
        (datetime(2026, 1, 15, 12, tzinfo=PARIS), 36, datetime(2029, 1, 15, 12, tzinfo=PARIS)),
        # 23:30 UTC on the 24th is the 25th in Vitry, and summer time has begun three months later.
        (datetime(2027, 1, 24, 23, 30, tzinfo=UTC), 3, datetime(2027, 4, 25, 0, 30, tzinfo=PARIS)),
    ],
)
def test_months_are_those_of_the_calendar_of_the_territory(
    closed: datetime, months: int, erased: datetime
) -> None:
    assert rules.erased_from(closed, months, PARIS) == erased


@pytest.mark.parametrize("standing", [Standing.coordinator, Standing.requester, Standing.professional])
def test_those_who_take_part_need_the_identity_while_it_runs_and_a_day_more(standing: Standing) -> None:
    assert rules.identity_access(standing, None, AT) == "need"
    assert rules.identity_access(standing, AT - timedelta(hours=23, minutes=59), AT) == "need"
    assert rules.identity_access(standing, AT - timedelta(hours=24), AT) == "visible"


def test_a_follower_never_needs_the_identity() -> None:
    assert rules.identity_access(Standing.follower, None, AT) == "visible"
    assert not rules.sees_names(Standing.follower)


def test_needs_are_found_by_their_french_words() -> None:
    assert rules.needs_matching("URIN") == [Need.urinary]
    assert rules.needs_matching("pediatrie") == [Need.paediatrics]
    assert rules.needs_matching("  ") == []
    assert rules.needs_matching("SNP-1204") == []
