"""What professionals have free, written as entries of an answer, and kept by all that it was made of.

It is made of two things alone: what is said of a person (openings, places, communities), and what stands
against them (claims, closures, other agendas). Both are read with every search, and both together are the
key of what is kept: a time that was taken a moment ago makes another key. What moves with the hour, the
soonest and the latest start that may be taken, is no part of what is kept, but cut out of it
(docs/decisions/0043).
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from api.availability.rules import DAY, Delays, FreeSlot, OpeningTimes, Span
from api.availability.service import at_once
from api.availability.service.opening_columns import opening_of
from api.core.keeping import Kept
from api.core.settings import settings
from api.fhir import rules
from api.fhir.rules import CommunityFacts, Parts, PersonFacts
from api.fhir.service import facts, slots
from api.fhir.service.sight import Read

MOST_KEPT = 50_000
"""Slots kept in one process: three days of some 2,200 professionals, in about 60 MB with all that is kept of
them elsewhere."""

_OF_A_PERSON = 4
"""What a person weighs besides, in slots."""

_START = attrgetter("start")


@dataclass(frozen=True)
class Told:
    """For whom it is written: the address of the server where it is read, and whether the flow is that of
    slots for communities (INT_R04)."""

    base: str
    for_communities: bool


@dataclass(frozen=True, eq=False, slots=True)
class Together:
    """What is shared by the slots of some openings that give the same hours alike (nearly always of one): how
    they are written, and the entries of what they point at."""

    parts: Parts
    zone: ZoneInfo
    delays: Delays
    practitioner: bytes
    schedule: bytes
    role: bytes
    services: tuple[bytes, ...]
    organizations: tuple[bytes, ...]


Entry = tuple[int, bytes, bytes, bytes, Together]
"""A free slot: its start (seconds), its pieces, what it shares with others."""


class Times(NamedTuple):
    """Free slots with the same delays, by start."""

    delays: Delays
    starts: list[int]
    entries: list[Entry]


class Agenda(NamedTuple):
    """What a person has free on some days. `settled`: whenever somebody looks; else openings that give an
    hour together differ in their delays, and how it is written depends on which of them still give it."""

    times: tuple[Times, ...]
    settled: bool

    def between(self, window: Span, at: datetime) -> list[Entry]:
        """The slots that start in the window and may be taken at `at`, by start for the same delays."""
        found: list[Entry] = []
        for delays, starts, entries in self.times:
            earliest, latest = delays.reach(at).within(window)
            found += entries[bisect_left(starts, earliest) : bisect_right(starts, latest)]
        return found


_kept: Kept[tuple[Read, Span, Told], Agenda] = Kept(MOST_KEPT)


def free_of(read: Read, window: Span, at: datetime, told: Told) -> list[Entry]:
    """The free slots of one person that start in the window and may be taken at `at`."""
    # Whole days: who asks again a moment later, for a window that moved as much, asks for the same ones.
    days = window[0] // DAY * DAY, -(-window[1] // DAY) * DAY
    key = read, days, told
    agenda = _kept.get(key)
    if agenda is None:
        agenda = worked_out(read, days, told)
        _kept.put(key, agenda, _OF_A_PERSON + sum(len(times.starts) for times in agenda.times))
    if not agenda.settled:
        agenda = worked_out(read, window, told, at)
    return agenda.between(window, at)


def worked_out(read: Read, window: Span, told: Told, at: datetime | None = None) -> Agenda:
    """What a person has free that starts in the window: for who looks at `at`; without, whenever one does."""
    who = _Said(read.said, told)
    found = at_once.free_of(who.openings, who.clocks, read.standing, window, at)
    frees = [FreeSlot(row, start, free.lasts, 1) for row, free in found for start in free.starts]
    frees.sort(key=_START)
    doubled = len({free.start for free in frees}) < len(frees)
    known: dict[tuple[int, ...], Together] = {}
    entries: dict[Delays, list[Entry]] = {}
    settled = True
    for alike in slots.together(frees) if doubled else [[free] for free in frees]:
        openings = tuple([free.opening for free in alike])
        shared = known.get(same := tuple(map(id, openings)))
        if shared is None:
            shared = known[same] = who.together(openings)
            settled = settled and len({who.delays(one) for one in openings}) == 1
        first = alike[0]
        pieces = rules.pieces(shared.parts, rules.when(first.start, first.lasts, shared.zone))
        entries.setdefault(shared.delays, []).append((first.start, *pieces, shared))
    times = [Times(delays, [one[0] for one in its], its) for delays, its in entries.items()]
    return Agenda(tuple(times), settled)


class _Said:
    """What is said of a person, read."""

    def __init__(self, said: str, told: Told) -> None:
        person, *places = said.split("\n\n")
        self._told, self._person = told, _person(person, told.base)
        self.openings: list[OpeningTimes] = []
        self._around: dict[int, tuple[str, str, str]] = {}
        communities = []
        for lines in places:
            place, community, *openings = lines.split("\n")
            communities.append(_community(community, told.base))
            for one in openings:
                self.openings.append(row := opening_of(one))
                self._around[id(row)] = one, place, community
        self.clocks = {one.facts.id: one.clock for one in communities}

    def delays(self, opening: OpeningTimes) -> Delays:
        """When slots of the opening may be taken."""
        return Delays.of(self.clocks[opening.community_id].delays, opening)

    def together(self, openings: Sequence[OpeningTimes]) -> Together:
        """What their slots share when they give an hour together."""
        first, base, flow = openings[0], self._told.base, self._told.for_communities
        said, place, community = self._around[id(first)]
        specialties = self._person.facts.specialties
        if len(openings) == 1:
            parts = _parts(said, specialties, base, for_communities=flow)
        else:
            its = slots.timetable([FreeSlot(one, 0, 0, 0) for one in openings], specialties)
            parts = slots.entries_of(its, base, for_communities=flow).of(f"{first.id}.".encode())
        here = _place(place, base)
        given_to = slots.communities_of(openings)
        told = [_community(self._around[id(one)][2], base) for one in openings]
        for_whom = {one.facts.id: one for one in told if one.facts.id in given_to}
        return Together(
            parts,
            _community(community, base).facts.zone,
            self.delays(first),
            self._person.practitioner,
            here.schedule,
            here.role,
            tuple([one.service for one in for_whom.values()]),
            tuple([one.organization for one in for_whom.values()]),
        )


class _Person(NamedTuple):
    """A professional, and the entry that says who."""

    facts: PersonFacts
    practitioner: bytes


class _Place(NamedTuple):
    """The entries of somebody's agenda and of their role at a place."""

    schedule: bytes
    role: bytes


class _Community(NamedTuple):
    """A CPTS, how it counts time, and the entries of what it puts at disposal and of itself."""

    facts: CommunityFacts
    clock: at_once.Clock
    service: bytes
    organization: bytes


@lru_cache(maxsize=4096)
def _person(said: str, base: str) -> _Person:
    its = facts.person_said(json.loads(said))
    return _Person(its, rules.included(rules.practitioner(its), base))


@lru_cache(maxsize=4096)
def _place(said: str, base: str) -> _Place:
    its = facts.place_said(json.loads(said))
    role = rules.practitioner_role(its, settings().base_url)
    return _Place(rules.included(rules.schedule(its), base), rules.included(role, base))


@lru_cache(maxsize=2048)
def _community(said: str, base: str) -> _Community:
    *its_facts, communes, delays = json.loads(said)
    its = facts.community_said(its_facts)
    return _Community(
        its,
        at_once.clock(its.zone.key, communes, delays),
        rules.included(rules.healthcare_service(its), base),
        rules.included(rules.organization(its), base),
    )


@lru_cache(maxsize=8192)
def _parts(opening: str, specialties: tuple[str, ...], base: str, *, for_communities: bool) -> Parts:
    """How the slots of the opening with this text are written, of a professional with these specialties."""
    row = opening_of(opening)
    timetable = slots.timetable([FreeSlot(row, 0, 0, 0)], specialties)
    return slots.entries_of(timetable, base, for_communities=for_communities).of(f"{row.id}.".encode())
