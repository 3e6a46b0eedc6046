"""How long what a page says holds, and who said it last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import MISSING

from api.contract.models import (
    DirectoryFact,
    DirectoryRules,
    FactChecker,
    PageInput,
    PageState,
)
from api.core import phones
from api.core.problems import FieldError
from api.directory.rules.week import faults_of_week

MOST_TIMES_ASKED = 2
"""A question and one reminder: a third would only teach to delete them."""

SOURCED = frozenset({DirectoryFact.identity, DirectoryFact.address, DirectoryFact.phone})
"""Facts that the national file says too."""


@dataclass(frozen=True)
class Page:
    """What the age of a page is computed from: days on the calendar of the territory.

    `new_patients_until` is the first day on which « takes new patients » no longer holds; None when they
    did not say yes.
    """

    joined_on: date
    confirmed_on: date | None
    new_patients_until: date | None


@dataclass(frozen=True)
class Age:
    """Whether a page holds, and the day when its owner is asked."""

    state: PageState
    due_on: date


def age_of(page: Page, rules: DirectoryRules, today: date) -> Age:
    """Whether the page may be relied on today.

    Its owner is asked when the confirmation is old, or sooner when the places for new patients are. A page
    never confirmed is asked about from the first day. Only the confirmation makes it unverified: a capacity
    that lapsed is said where it stands.
    """
    old_on = page.joined_on
    if page.confirmed_on is not None:
        old_on = page.confirmed_on + timedelta(days=rules.confirm_days)
    due_on = min(old_on, page.new_patients_until or old_on)
    if today >= old_on + timedelta(days=rules.unverified_days):
        return Age(PageState.unverified, due_on)
    return Age(PageState.due if today >= due_on else PageState.confirmed, due_on)


@dataclass(frozen=True)
class Unverified:
    """Which pages are unverified on a day: those confirmed by `confirmed_by` at the latest or, never
    confirmed, of who joined by `joined_by`."""

    confirmed_by: date
    joined_by: date


def unverified_on(today: date, rules: DirectoryRules) -> Unverified:
    """The pages that `age_of` calls unverified that day, for a search that looks at all of them at once."""
    joined_by = today - timedelta(days=rules.unverified_days)
    return Unverified(confirmed_by=joined_by - timedelta(days=rules.confirm_days), joined_by=joined_by)


def has_lapsed(until: date | None, today: date) -> bool:
    """Whether « takes new patients » was said, and not said again in time."""
    return until is not None and until <= today


def places_until(
    wished: bool | None, known: bool | None, until: date | None, *, rules: DirectoryRules, today: date
) -> date | None:
    """Until when a wished « takes new patients » holds: the day on which it no longer does.

    Said yes anew, it holds for as long as the community decided. Said again without having been taken back,
    its end stays: only a confirmation, or a new yes, moves it. No answer leaves one that lapsed as it is.
    """
    if has_lapsed(until, today):
        known = None
    if wished:
        return until if known else today + timedelta(days=rules.new_patients_days)
    return until if wished is None and known is None else None


def last_check(
    fact: DirectoryFact, stamp: tuple[date, FactChecker] | None, sourced_on: date | None
) -> tuple[date, FactChecker] | None:
    """Who last found a fact right: the stamp, unless the national file said it later. None for nobody."""
    if fact not in SOURCED or sourced_on is None or (stamp is not None and stamp[0] >= sourced_on):
        return stamp
    return sourced_on, FactChecker.national_file


def faults_of_page(
    wished: PageInput, *, own_places: Collection[object], sectors: Collection[str]
) -> list[FieldError]:
    """What is wrong with a change of page; `own_places` are the ids of where its owner practises now,
    `sectors` the quarters that the community names."""
    errors, seen = [], set()
    if wished.sectors is not MISSING:
        message = "The community names no such quarter: take one of its list"
        errors += [
            FieldError(f"/sectors/{index}", message)
            for index, name in enumerate(wished.sectors)
            if name not in sectors
        ]
    for index, place in enumerate(wished.places):
        pointer = f"/places/{index}/practice_id"
        if place.practice_id not in own_places:
            errors.append(FieldError(pointer, "Name one of your own places of practice"))
        elif place.practice_id in seen:
            errors.append(FieldError(pointer, "Name each place once: take this one out"))
        seen.add(place.practice_id)
        if place.hours is not MISSING:
            errors += faults_of_week(place.hours, pointer=f"/places/{index}/hours")
        if isinstance(place.phone, str):
            try:
                phones.e164(place.phone)
            except phones.PhoneRefused as refusal:
                errors.append(FieldError(f"/places/{index}/phone", str(refusal)))
    return errors
