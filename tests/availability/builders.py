"""Openings and bodies that say only what a test is about."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api.availability import rules
from api.availability.rules import Calendar
from api.availability.tables import Opening
from api.contract.models import OpeningInput, OpeningKind
from api.core.ids import new_id
from api.core.public_holidays import public_holidays

COMMUNITY = UUID(int=1)
OUTSIDE = {"outside_refresh_minutes": 30, "outside_failures": 5}
"""How often outside agendas are read: what the rules of a community ask for besides what a test is about."""


def calendar(zone: str = "Europe/Paris", insee: str = "94081") -> Calendar:
    """The clock and the public holidays of a community: of Vitry unless said otherwise."""
    return Calendar(ZoneInfo(zone), public_holidays(insee))


def an_opening(starts: str = "09:00", ends: str = "12:00", **given: Any) -> Opening:
    """An opening on Mondays from 9 to 12, slots of 20 minutes, unless said otherwise. Not in a database."""
    values: dict[str, Any] = {
        "community_id": COMMUNITY,
        "professional_id": new_id(),
        "practice_id": new_id(),
        "version": 1,
        "kind": OpeningKind.slots,
        "weekday": None if given.get("on_day") else 1,
        "on_day": None,
        "every_weeks": 1,
        "nth_of_month": [],
        "on_holidays": False,
        "except_days": [],
        "instead_of_id": None,
        "instead_of_day": None,
        "from_minute": rules.minutes_of(starts),
        "to_minute": rules.minutes_of(ends),
        "valid_from": given.get("on_day") or date(2026, 1, 1),
        "valid_to": given.get("on_day"),
        "slot_minutes": 20,
        "step_minutes": None,
        "buffer_before_minutes": 0,
        "buffer_after_minutes": 0,
        "capacity": 1,
        "min_delay_minutes": None,
        "max_delay_days": None,
        "quota_per_day": None,
        "needs": [],
        "modes": ["office"],
        "audiences": ["cpts"],
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        "ended_at": None,
    }
    return Opening(**{**values, **given})


def opening_body(practice_id: UUID | str, **given: Any) -> dict[str, Any]:
    """The JSON of an opening on Mondays from 9 to 12 unless said otherwise."""
    body: dict[str, Any] = {
        "practice_id": str(practice_id),
        "kind": "slots",
        "weekday": None if given.get("on_day") else 1,
        "on_day": None,
        "from_time": "09:00",
        "to_time": "12:00",
        "slot_minutes": 20,
        "capacity": 1,
        "needs": [],
        "modes": ["office"],
        "audiences": ["cpts"],
    }
    return {**body, **given}


def an_input(**given: Any) -> OpeningInput:
    """The same, parsed."""
    return OpeningInput.model_validate(opening_body(UUID(int=7), **given))
