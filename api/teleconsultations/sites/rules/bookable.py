"""What a site lacks to be booked: domain rules §4.1, §4.2 and §0.12. PURE."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.contract.models import (
    TeleconsultationAssistantLack,
    TeleconsultationKitItem,
    TeleconsultationRoom,
    TeleconsultationRules,
    TeleconsultationSiteCause,
    TeleconsultationSiteKind,
    TeleconsultationSiteLack,
    TeleconsultationSiteState,
)
from api.core.wall import months_later
from api.teleconsultations.sites.rules.assistants import AssistantFacts, lacks_of_named

REQUIRED_KIT = (
    TeleconsultationKitItem.stethoscope,
    TeleconsultationKitItem.otoscope,
    TeleconsultationKitItem.oximeter,
    TeleconsultationKitItem.blood_pressure,
)
"""Pharmacists' convention of 9 March 2022; asked of every fixed site (domain rules §0.12)."""

Cause = TeleconsultationSiteCause


@dataclass(frozen=True, slots=True)
class Connection:
    """One test with picture and sound; speeds in megabits a second, towards the site and from it."""

    tested_on: date
    worked: bool
    down_mbps: float
    up_mbps: float


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What decides whether a site can be booked. `kit`: the last look at each item that is there."""

    kind: TeleconsultationSiteKind
    state: TeleconsultationSiteState
    room: TeleconsultationRoom
    kit: Mapping[TeleconsultationKitItem, date]
    connection: Connection | None
    people: Sequence[AssistantFacts]
    opens: bool
    has_join_link: bool

    @property
    def is_fixed(self) -> bool:
        """Whether people come to it: a room, a kit that stays and a connection are then asked for."""
        return self.kind is not TeleconsultationSiteKind.home_visits


def good_until(checked_on: date, months: int) -> date:
    """The last day on which a look holds, after so many calendar months."""
    return months_later(checked_on, months)


def lacks_of(facts: SiteFacts, on: date, rules: TeleconsultationRules) -> list[TeleconsultationSiteLack]:
    """All that a site lacks to be booked on that day, whatever the hour; nothing when it can be."""
    return [TeleconsultationSiteLack(cause=cause, item=item) for cause, item in _lacks(facts, on, rules)]


def lacks_at(
    facts: SiteFacts, on: date, rules: TeleconsultationRules, *, past: bool, shut: bool, nobody: bool
) -> list[TeleconsultationSiteLack]:
    """The same for one slot on that day: it is past, the site is `shut` in a part of it, or `nobody` who may
    assist is there for the whole of it."""
    found = lacks_of(facts, on, rules)
    known = {one.cause for one in found}
    then = [
        (past, Cause.past),
        (shut and Cause.no_opening not in known, Cause.shut_then),
        (nobody and not known & {Cause.no_trained_assistant, Cause.training_expired}, Cause.nobody_then),
    ]
    return found + [TeleconsultationSiteLack(cause=cause, item=None) for holds, cause in then if holds]


_Found = tuple[Cause, TeleconsultationKitItem | None]


def _lacks(facts: SiteFacts, on: date, rules: TeleconsultationRules) -> Iterator[_Found]:
    if facts.state is TeleconsultationSiteState.closed:
        yield Cause.closed, None
    if facts.is_fixed:
        yield from _lacks_of_room(facts.room)
        yield from _lacks_of_kit(facts.kit, on, rules.kit_months)
    yield from _lacks_of_people(facts.people, on)
    if facts.is_fixed:
        yield from _lacks_of_connection(facts.connection, on, rules)
    if not facts.opens:
        yield Cause.no_opening, None
    if not facts.has_join_link:
        yield Cause.no_join_link, None


def _lacks_of_room(room: TeleconsultationRoom) -> Iterator[_Found]:
    if not room.closed:
        yield Cause.no_room, None
    if not room.seated:
        yield Cause.room_not_seated, None
    if not room.apart:
        yield Cause.room_not_apart, None


def _lacks_of_kit(kit: Mapping[TeleconsultationKitItem, date], on: date, months: int) -> Iterator[_Found]:
    for item in REQUIRED_KIT:
        checked_on = kit.get(item)
        if checked_on is None:
            yield Cause.kit_missing, item
        elif good_until(checked_on, months) < on:
            yield Cause.kit_check_old, item


def _lacks_of_people(people: Sequence[AssistantFacts], on: date) -> Iterator[_Found]:
    lacks = [lacks_of_named(one, on) for one in people]
    if all(lacks):
        expired = any(only == [TeleconsultationAssistantLack.training_expired] for only in lacks)
        yield (Cause.training_expired if expired else Cause.no_trained_assistant), None


def _lacks_of_connection(test: Connection | None, on: date, rules: TeleconsultationRules) -> Iterator[_Found]:
    if test is None:
        yield Cause.connection_untested, None
    elif good_until(test.tested_on, rules.connection_months) < on:
        yield Cause.connection_old, None
    elif not test.worked:
        yield Cause.connection_failed, None
    elif test.down_mbps < rules.min_down_mbps or test.up_mbps < rules.min_up_mbps:
        yield Cause.connection_too_slow, None
