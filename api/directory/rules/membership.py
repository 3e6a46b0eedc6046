"""What a professional may volunteer for, and whether they may be asked at an instant."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from api.contract.models import MembershipInput, NewcomerAction
from api.core import wall
from api.core.problems import FieldError
from api.directory.nomenclatures import DOCTOR, NURSE

LONGEST_PAUSE = timedelta(days=366)
"""Beyond it, a pause is a slip of the finger: somebody who leaves for years ends their membership."""

CERTIFIERS = frozenset({DOCTOR, NURSE})
"""Who may certify a death: doctors, and volunteer nurses (CGCT L2223-42; décrets 2025-370 and 2025-371)."""


@dataclass(frozen=True)
class MembershipFacts:
    """When a professional may be asked; times on the clock of the territory, None = no such limit."""

    quiet_from: time | None
    quiet_to: time | None
    not_before: datetime | None
    absent_until: datetime | None


@dataclass(frozen=True)
class Reachability:
    """Whether one may be asked now, and when that changes (None: not foreseeable)."""

    reachable: bool
    until: datetime | None


def reachability(facts: MembershipFacts, *, at: datetime, zone: ZoneInfo) -> Reachability:
    """Whether somebody may be asked at `at`, and until when that answer holds.

    Nobody is asked while absent, before the instant they gave, nor in their quiet hours. Quiet hours with
    equal ends, or without ends, are none.
    """
    free_at = max([at, *(t for t in (facts.not_before, facts.absent_until) if t is not None)])
    end = _end_of_quiet(facts, free_at, zone)
    if end > at:
        return Reachability(False, end)
    return Reachability(True, _next_quiet(facts, at, zone))


def _quiet(facts: MembershipFacts) -> tuple[time, time] | None:
    if facts.quiet_from is None or facts.quiet_to is None or facts.quiet_from == facts.quiet_to:
        return None
    return facts.quiet_from, facts.quiet_to


def _end_of_quiet(facts: MembershipFacts, at: datetime, zone: ZoneInfo) -> datetime:
    """The end of the quiet hours in which `at` lies, else `at` itself."""
    hours = _quiet(facts)
    return at if hours is None else wall.end_of(hours, at, zone)


def _next_quiet(facts: MembershipFacts, at: datetime, zone: ZoneInfo) -> datetime | None:
    hours = _quiet(facts)
    return None if hours is None else wall.next_at(hours[0], at, zone)


def kept_pause(wished: datetime | None, stored: datetime | None, at: datetime) -> datetime | None:
    """A pause as it is kept: one that ended while the screen was open, unchanged by its owner, is none."""
    return None if wished is not None and wished <= at and wished == stored else wished


def errors_of(
    wished: MembershipInput,
    *,
    profession_code: str,
    not_before: datetime | None,
    at: datetime,
) -> list[FieldError]:
    """What is wrong with a change of membership; `not_before` is the instant to keep."""
    errors = []
    if not_before is not None and (cure := _fault_of_pause(not_before, at)) is not None:
        errors.append(FieldError("/not_before", cure))
    if wished.volunteering.attending_doctor and profession_code != DOCTOR:
        errors.append(
            FieldError("/volunteering/attending_doctor", "Only a doctor can be an attending doctor")
        )
    if wished.volunteering.death_certification and profession_code not in CERTIFIERS:
        cure = "Only doctors and nurses certify deaths (CGCT L2223-42)"
        errors.append(FieldError("/volunteering/death_certification", cure))
    return errors


def _fault_of_pause(instant: datetime, at: datetime) -> str | None:
    if instant <= at:
        return "Give an instant to come, or null"
    if instant - at > LONGEST_PAUSE:
        return "Give an instant within a year"
    return None


def newcomer_actions(*, invited: bool, at_work: bool) -> list[NewcomerAction]:
    """What the coordination may do for a newcomer to join. `invited`: an invitation waits; `at_work`: they
    have an account here, and need none."""
    if invited:
        return [NewcomerAction.send_again, NewcomerAction.withdraw]
    return [] if at_work else [NewcomerAction.invite]
