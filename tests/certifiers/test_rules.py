"""Who may certify a death, and where the rota has a gap: tables of cases, without a database."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.certifiers import rules
from api.certifiers.rules import CertifierFacts, Gap, Held
from api.contract.models import CertifierCategory as Category
from api.contract.models import CertifierFact, CertifierInput, CertifierRules, RotaLeftOutCause
from api.contract.models import CertifierLack as Lack
from api.core.public_holidays import public_holidays
from api.identity.community_rules import default_rules

PARIS, VITRY = ZoneInfo("Europe/Paris"), public_holidays("94081")
TODAY = date(2026, 11, 29)
WANTED = default_rules().certifiers


def a_nurse(**changed: object) -> CertifierFacts:
    """A nurse in order on TODAY, with changes."""
    facts = {
        "professional_id": UUID(int=1),
        "category": Category.nurse,
        "diploma_on": date(2015, 7, 1),
        "training_validated_on": date(2025, 9, 1),
        "order_list_checked_on": date(2026, 11, 1),
        "volunteers": True,
        "practises": True,
    }
    return CertifierFacts(**(facts | changed))  # type: ignore[arg-type]


def a_doctor(**changed: object) -> CertifierFacts:
    """A general practitioner of whom nothing was written."""
    nothing = {"diploma_on": None, "training_validated_on": None, "order_list_checked_on": None}
    return a_nurse(**({"category": Category.active_doctor} | nothing | changed))


NURSES = {
    "in order": ({}, []),
    "without a diploma": ({"diploma_on": None}, [Lack.diploma]),
    "three years ago today": ({"diploma_on": date(2023, 11, 29)}, []),
    "three years ago tomorrow": ({"diploma_on": date(2023, 11, 30)}, [Lack.diploma_recent]),
    "untrained": ({"training_validated_on": None}, [Lack.training]),
    "trained later": ({"training_validated_on": date(2026, 11, 30)}, [Lack.training]),
    "not looked up": ({"order_list_checked_on": None}, [Lack.order_list]),
    "looked up 90 days ago": ({"order_list_checked_on": date(2026, 8, 31)}, []),
    "looked up 91 days ago": ({"order_list_checked_on": date(2026, 8, 30)}, [Lack.order_list_old]),
    "no volunteer": ({"volunteers": False}, [Lack.not_volunteering]),
    "gone": ({"practises": False}, [Lack.left]),
    "unknown": (
        {"diploma_on": None, "training_validated_on": None, "order_list_checked_on": None},
        [Lack.diploma, Lack.training, Lack.order_list],
    ),
}


@pytest.mark.parametrize(("changed", "lacks"), NURSES.values(), ids=NURSES)
def test_a_nurse_certifies_when_nothing_of_the_law_lacks(
    changed: dict[str, object], lacks: list[Lack]
) -> None:
    facts = a_nurse(**changed)
    assert rules.lacks_of(facts, TODAY, order_list_days=90) == lacks


def test_a_diploma_of_a_leap_day_is_three_years_old_on_the_first_of_march() -> None:
    facts = a_nurse(diploma_on=date(2024, 2, 29), order_list_checked_on=date(2027, 2, 1))
    assert rules.lacks_of(facts, date(2027, 2, 28), order_list_days=90) == [Lack.diploma_recent]
    assert rules.lacks_of(facts, date(2027, 3, 1), order_list_days=90) == []


@pytest.mark.parametrize("category", sorted(set(Category) - {Category.nurse}), ids=str)
def test_a_doctor_of_any_category_lacks_nothing_as_a_volunteer(category: Category) -> None:
    assert rules.lacks_of(a_doctor(category=category), TODAY, order_list_days=90) == []
    unwilling = a_doctor(category=category, volunteers=False)
    assert rules.lacks_of(unwilling, TODAY, order_list_days=90) == [Lack.not_volunteering]


@pytest.mark.parametrize("category", sorted(rules.WITHOUT_PRACTICE), ids=str)
def test_a_doctor_of_a_category_that_was_written_needs_no_practice(category: Category) -> None:
    gone = {"practises": False}
    written = a_doctor(category=category, **gone)
    assert rules.lacks_of(written, TODAY, order_list_days=90) == []
    unwilling = a_doctor(category=category, volunteers=False, **gone)
    assert rules.lacks_of(unwilling, TODAY, order_list_days=90) == [Lack.not_volunteering]


def test_a_doctor_in_practice_who_practises_nowhere_has_left() -> None:
    gone = {"practises": False}
    assert rules.lacks_of(a_doctor(**gone), TODAY, order_list_days=90) == [Lack.left]
    unknown = a_doctor(category=None, **gone)
    assert rules.lacks_of(unknown, TODAY, order_list_days=90) == [Lack.left, Lack.category]


@pytest.mark.parametrize(
    ("written", "profession", "practises", "expected"),
    [
        (None, "10", True, Category.active_doctor),
        (None, "10", False, None),
        (None, "60", True, Category.nurse),
        (None, "21", True, None),
        (Category.retired_doctor, "10", False, Category.retired_doctor),
    ],
    ids=["doctor", "doctor who left", "nurse", "pharmacist", "written"],
)
def test_what_nobody_wrote_is_what_the_national_directory_proves(
    written: Category | None, profession: str, practises: bool, expected: Category | None
) -> None:
    found = rules.category_of(written, profession_code=profession, practises=practises)
    assert found is expected


def a_dossier(**changed: object) -> CertifierInput:
    """An empty dossier, with changes."""
    empty = dict.fromkeys(CertifierInput.model_fields)
    return CertifierInput.model_validate(empty | changed)


WRONG = {
    "a doctor's category for a nurse": ({"category": "active_doctor"}, "60", "/category"),
    "a nurse's category for a doctor": ({"category": "nurse"}, "10", "/category"),
    "a pharmacist": ({}, "21", "/category"),
    "a diploma to come": ({"diploma_on": "2026-11-30"}, "60", "/diploma_on"),
    "a diploma of another century": ({"diploma_on": "1915-07-01"}, "60", "/diploma_on"),
    "a training to come": ({"training_validated_on": "2026-11-30"}, "60", "/training_validated_on"),
    "a training before the diploma": (
        {"diploma_on": "2020-07-01", "training_validated_on": "2020-06-30"},
        "60",
        "/training_validated_on",
    ),
    "a look to come": ({"order_list_checked_on": "2026-11-30"}, "60", "/order_list_checked_on"),
}


@pytest.mark.parametrize(("wished", "profession", "pointer"), WRONG.values(), ids=WRONG)
def test_a_dossier_that_makes_no_sense_is_refused_by_its_field(
    wished: dict[str, object], profession: str, pointer: str
) -> None:
    errors = rules.errors_of_dossier(a_dossier(**wished), profession_code=profession, today=TODAY)
    assert [error.pointer for error in errors] == [pointer]


def test_only_what_changed_is_stamped() -> None:
    before = a_dossier(category="nurse", diploma_on="2015-07-01")
    after = before.model_copy(update={"diploma_on": None, "training_validated_on": date(2025, 9, 1)})
    assert rules.changed_facts(before, after) == [CertifierFact.diploma, CertifierFact.training]
    assert rules.changed_facts(before, before) == []


def at(text: str) -> datetime:
    """An instant on the clock of Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def wanted(start: str, end: str, **changed: int) -> list[Held]:
    """Who is wanted between two hours of the wall clock, with other rules than the default ones."""
    wished = CertifierRules.model_validate(WANTED.model_dump() | changed)
    return rules.wanted_between(at(start), at(end), wished, zone=PARIS, holidays=VITRY)


def test_days_and_nights_are_wanted_by_the_rules() -> None:
    found = wanted(
        "2026-07-13 08:00",
        "2026-07-15 08:00",
        people_by_day=1,
        people_on_rest_days=2,
        people_by_night=0,
    )
    assert found == [
        Held(at("2026-07-13 08:00"), at("2026-07-13 20:00"), 1),
        Held(at("2026-07-14 08:00"), at("2026-07-14 20:00"), 2),
    ]


@pytest.mark.parametrize(("evening", "hours"), [("2026-03-28 20:00", 11), ("2026-10-24 20:00", 13)])
def test_the_night_when_clocks_change_is_wanted_whole(evening: str, hours: int) -> None:
    end = (at(evening) + timedelta(hours=hours)).astimezone(PARIS).strftime("%Y-%m-%d %H:%M")
    assert end.endswith("08:00")
    assert wanted(evening, end) == [Held(at(evening), at(end), 1)]


def test_what_is_wanted_is_cut_at_the_edges_that_were_asked_about() -> None:
    assert wanted("2026-03-03 06:00", "2026-03-03 09:30") == [
        Held(at("2026-03-03 06:00"), at("2026-03-03 08:00"), 1),
        Held(at("2026-03-03 08:00"), at("2026-03-03 09:30"), 1),
    ]


def test_a_gap_is_what_nobody_holds_and_touching_gaps_are_one() -> None:
    asked = wanted("2026-03-03 08:00", "2026-03-05 08:00")
    shifts = [Held(at("2026-03-03 08:00"), at("2026-03-03 12:00"))]
    assert rules.gaps_of(asked, shifts) == [Gap(at("2026-03-03 12:00"), at("2026-03-05 08:00"), 1)]
    whole = [Held(at("2026-03-02 20:00"), at("2026-03-05 20:00"))]
    assert rules.gaps_of(asked, whole) == []
    assert rules.gaps_of(asked, []) == [Gap(at("2026-03-03 08:00"), at("2026-03-05 08:00"), 1)]


def test_a_gap_says_how_many_are_missing() -> None:
    asked = wanted("2026-03-03 08:00", "2026-03-03 20:00", people_by_day=2)
    shifts = [
        Held(at("2026-03-03 08:00"), at("2026-03-03 14:00")),
        Held(at("2026-03-03 12:00"), at("2026-03-03 16:00")),
    ]
    assert rules.gaps_of(asked, shifts) == [
        Gap(at("2026-03-03 08:00"), at("2026-03-03 12:00"), 1),
        Gap(at("2026-03-03 14:00"), at("2026-03-03 16:00"), 1),
        Gap(at("2026-03-03 16:00"), at("2026-03-03 20:00"), 2),
    ]


HOURS = st.integers(min_value=0, max_value=96)
MONDAY = at("2026-03-02 00:00")


def hours(start: int, length: int) -> Held:
    """A stretch of whole hours from Monday on."""
    return Held(MONDAY + timedelta(hours=start), MONDAY + timedelta(hours=start + length))


@given(
    shifts=st.lists(st.builds(hours, HOURS, st.integers(1, 24)), max_size=8),
    people=st.integers(0, 3),
)
def test_every_hour_is_in_a_gap_exactly_when_too_few_hold_it(shifts: list[Held], people: int) -> None:
    wished = WANTED.model_copy(
        update={"people_by_day": people, "people_on_rest_days": people, "people_by_night": people}
    )
    end = MONDAY + timedelta(hours=96)
    asked = rules.wanted_between(MONDAY, end, wished, zone=PARIS, holidays=VITRY)
    gaps = rules.gaps_of(asked, shifts)
    for hour in (MONDAY + timedelta(hours=n) for n in range(96)):
        there = sum(one.starts_at <= hour < one.ends_at for one in shifts)
        missing = sum(gap.missing for gap in gaps if gap.starts_at <= hour < gap.ends_at)
        assert missing == max(0, people - there)


def test_a_week_later_is_the_same_hour_of_the_wall_clock() -> None:
    before = at("2026-03-22 20:00")
    assert rules.later_by(before, 7, PARIS) == at("2026-03-29 20:00")
    assert rules.later_by(before, 7, PARIS) - before == timedelta(days=7) - timedelta(hours=1)
    assert rules.monday_of(date(2026, 11, 29)) == date(2026, 11, 23)


NOW = at("2026-03-03 12:00")
NIGHT = Held(at("2026-03-03 20:00"), at("2026-03-04 08:00"))
LEFT_OUT = {
    "made": ({}, None),
    "over": ({"at": NIGHT.ends_at}, RotaLeftOutCause.past),
    "there already": ({"there": [Held(at("2026-03-04 07:00"), at("2026-03-04 09:00"))]}, "already_there"),
    "there just before": ({"there": [Held(at("2026-03-03 08:00"), NIGHT.starts_at)]}, None),
    "away": ({"away": True}, RotaLeftOutCause.away),
    "no volunteer": ({"volunteers": False, "away": True}, RotaLeftOutCause.not_volunteering),
}


@pytest.mark.parametrize(("changed", "cause"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_a_copied_shift_is_made_unless_something_stands_against_it(
    changed: dict[str, object], cause: RotaLeftOutCause | None
) -> None:
    free = {"at": NOW, "there": [], "away": False, "volunteers": True}
    assert rules.why_left_out(NIGHT, **(free | changed)) == cause  # type: ignore[arg-type]
