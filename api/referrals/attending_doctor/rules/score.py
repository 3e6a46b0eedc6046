"""The priority of a person, explained. PURE. Weights are the community's data (domain rules §3.2, §0.11): an
unanswered question adds nothing, ages change on the birthday, waiting counts full periods.

The score orders the waiting list; its parts are the coordination's alone. `service.scoring` says the same in
SQL, for all requests at once: a test compares the two.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from api.contract.models import AttendingDoctorLevel as Level
from api.contract.models import AttendingDoctorPartKind as Part
from api.contract.models import AttendingDoctorRules
from api.people.rules import age_years

AgeStep = Literal[0, 1, 2]
"""0: under 70; 1: 70 to 79; 2: 80 and over. Kept instead of the birth date, which is encrypted."""

STEP_AGES = (70, 80)
"""The age at which one leaves each step but the last."""


@dataclass(frozen=True)
class ScoreFacts:
    """What the score is made of; None: not answered."""

    age_step: AgeStep
    waiting_since: date
    long_term_illness: bool | None = None
    home_visit: bool | None = None
    social_cover: bool | None = None
    pregnancy: bool | None = None
    disability: bool | None = None
    discharged_on: date | None = None


def age_step(birth_date: date, today: date) -> AgeStep:
    """The step of the age on a day."""
    age = age_years(birth_date, today)
    return 2 if age >= STEP_AGES[1] else 1 if age >= STEP_AGES[0] else 0


def parts(facts: ScoreFacts, rules: AttendingDoctorRules, today: date) -> list[tuple[Part, int]]:
    """What adds to the score on a day, and how much; the sum is the score."""
    weights = rules.weights
    waited = (today - facts.waiting_since).days // rules.period_days
    recent = facts.discharged_on is not None and is_recent(facts.discharged_on, rules, today)
    points = {
        Part.long_term_illness: weights.long_term_illness if facts.long_term_illness else 0,
        Part.from_80: weights.from_80 if facts.age_step == 2 else 0,
        Part.from_70: weights.from_70 if facts.age_step == 1 else 0,
        Part.home_visit: weights.home_visit if facts.home_visit else 0,
        Part.social_cover: weights.social_cover if facts.social_cover else 0,
        Part.pregnancy: weights.pregnancy if facts.pregnancy else 0,
        Part.disability: weights.disability if facts.disability else 0,
        Part.recent_discharge: weights.recent_discharge if recent else 0,
        Part.waiting: min(weights.waiting_at_most, weights.per_period * max(0, waited)),
    }
    return [(kind, added) for kind, added in points.items() if added]


def total(facts: ScoreFacts, rules: AttendingDoctorRules, today: date) -> int:
    """The score on a day."""
    return sum(added for _, added in parts(facts, rules, today))


def level(score: int, rules: AttendingDoctorRules) -> Level:
    """The level that a doctor is told."""
    if score >= rules.high_from:
        return Level.high
    return Level.medium if score >= rules.medium_from else Level.ordinary


def is_recent(discharged_on: date, rules: AttendingDoctorRules, today: date) -> bool:
    """Whether a discharge from hospital is recent: `recent_discharge_days` days or less ago."""
    return (today - discharged_on).days <= rules.recent_discharge_days


def next_change(facts: ScoreFacts, birth_year: int | None, rules: AttendingDoctorRules, today: date) -> date:
    """The first day after `today` on which the score may differ. In the year of a birthday that counts, every
    day is one: its date is not kept in clear."""
    waited = (today - facts.waiting_since).days // rules.period_days
    days: list[date] = [facts.waiting_since + timedelta(days=(waited + 1) * rules.period_days)]
    if facts.discharged_on is not None and is_recent(facts.discharged_on, rules, today):
        days.append(facts.discharged_on + timedelta(days=rules.recent_discharge_days + 1))
    if facts.age_step < 2 and birth_year is not None:
        year = birth_year + (STEP_AGES[0] if facts.age_step == 0 else STEP_AGES[1])
        days.append(today + timedelta(days=1) if year <= today.year else date(year, 1, 1))
    return min(days)
