"""The search that the SAS platform sends, read from its parameters as they came. Pure.

The forms that platform and acceptance kit send stand in interoperability notes §5.1 to §5.3.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from api.core.national_ids import PERSON_IDS
from api.fhir.rules.refusals import FhirRefusal, Issue
from api.fhir.rules.refusals import at_parameter as _at

Pairs = Sequence[tuple[str, str]]
"""Parameters by name, decoded, in the order sent."""

MOST_PEOPLE = 25
"""Identifiers in one search (guide of the SAS, search criteria)."""

LONGEST = timedelta(days=31)
"""The longest stretch that one search may ask for. The platform asks for three days."""

MOST_ISSUES = 20
"""Named in one answer: a hostile query could hold thousands."""

PEOPLE, START, STATUS = "schedule.actor:Practitioner.identifier", "start", "status"
INCLUDES = ("_include", "_include:iterate", "_include:recurse")
_KNOWN = frozenset({PEOPLE, START, STATUS, *INCLUDES, "_count", "_format", "_pretty"})

SCHEDULES, ACTORS = "Slot:schedule", "Schedule:actor"
SERVICES, ORGANIZATIONS = "Slot:service-type-reference", "HealthcareService:organization"
_TARGETS = {
    SCHEDULES: {"Schedule"},
    ACTORS: {"Practitioner", "PractitionerRole"},
    SERVICES: {"HealthcareService"},
    ORGANIZATIONS: {"Organization"},
}

_PARIS = ZoneInfo("Europe/Paris")
"""The clock of an instant without an offset (kit, option 2 of the search by date)."""

_INSTANT = re.compile(
    r"(?P<prefix>[a-z]{2})?"
    r"(?P<day>2[01][0-9]{2}-[0-9]{2}-[0-9]{2})"
    r"(?:T(?P<minute>[0-9]{2}:[0-9]{2})(?::(?P<second>[0-9]{2})(?P<fraction>\.[0-9]{1,9})?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?",
    re.ASCII,
)
_RPPS = re.compile(r"8?([0-9]{11})", re.ASCII)
_OTHER_PERSON = re.compile(r"[03][0-9A-Za-z/]{3,30}", re.ASCII)
_SLOT_STATUSES = frozenset({"busy", "free", "busy-unavailable", "busy-tentative", "entered-in-error"})


@dataclass(frozen=True)
class SlotSearch:
    """A search that makes sense: slots that start in [from_at, to_at), of these RPPS numbers (11 digits)."""

    rpps: tuple[str, ...]
    from_at: datetime
    to_at: datetime
    free: bool
    count: int | None
    includes: frozenset[str]

    @property
    def with_communities(self) -> bool:
        """Whether it is flow INT_R04, which wants the CPTS of each slot; else INT_R01."""
        return SERVICES in self.includes


def read_search(pairs: Pairs, *, strict: bool) -> SlotSearch:
    """The search in these parameters. `strict`: unknown parameters are refused too.

    FhirRefusal (400) with one issue per parameter that is wrong.
    """
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value.strip())
    issues: list[Issue] = []
    if strict:
        unknown = [name for name in values if name not in _KNOWN]
        issues += [
            Issue("not-supported", "This parameter is not known: take it out", _at(n)) for n in unknown
        ]
    rpps = _people(values.get(PEOPLE, []), issues)
    stretch = _stretch(values.get(START, []), issues)
    free = _status(values.get(STATUS, []), issues)
    count = _count(values.get("_count", []), issues)
    includes = _includes(values, issues)
    if issues or stretch is None:
        raise FhirRefusal(400, *issues[:MOST_ISSUES])
    return SlotSearch(tuple(rpps), *stretch, free, count, includes)


def _people(sent: list[str], issues: list[Issue]) -> list[str]:
    """The RPPS numbers, each once. Other national identifiers are well formed, and nobody's here."""
    if len(sent) > 1:
        issues.append(Issue("invalid", "Give one list, its identifiers separated by commas", _at(PEOPLE)))
        return []
    tokens = [token.strip() for token in sent[0].split(",")] if sent and sent[0] else []
    if not tokens:
        issues.append(Issue("required", f"Give 1 to {MOST_PEOPLE} identifiers: {PERSON_IDS}|8…", _at(PEOPLE)))
    elif len(tokens) > MOST_PEOPLE:
        issues.append(Issue("too-costly", f"Give at most {MOST_PEOPLE} identifiers", _at(PEOPLE)))
        return []
    found = []
    for token in tokens:
        system, bar, value = token.rpartition("|")
        if bar and system != PERSON_IDS:
            issues.append(Issue("code-invalid", f"The only system known is {PERSON_IDS}", _at(PEOPLE)))
        elif (match := _RPPS.fullmatch(value)) is not None:
            found.append(match[1])
        elif _OTHER_PERSON.fullmatch(value) is None:
            message = f"Write each as {PERSON_IDS}| and 8 followed by the 11 digits of the RPPS number"
            issues.append(Issue("value", message, _at(PEOPLE)))
    return list(dict.fromkeys(found))


def _stretch(sent: list[str], issues: list[Issue]) -> tuple[datetime, datetime] | None:
    """The stretch as [first, last) in whole seconds; None when there is an issue."""
    lows: list[datetime] = []
    highs: list[datetime] = []
    before = len(issues)
    for text in sent:
        # A + that was not encoded arrives as a space.
        match = _INSTANT.fullmatch(text.replace(" ", "+"))
        if match is None:
            message = "Write an instant with its prefix, for example ge2026-11-23T08:00:00.000+01:00"
            issues.append(Issue("value", message, _at(START)))
        elif match["prefix"] not in ("ge", "gt", "le", "lt"):
            issues.append(Issue("not-supported", "The prefixes known are ge, gt, le and lt", _at(START)))
        else:
            _bound(match, lows, highs, issues)
    if len(issues) == before:
        for bounds, prefix in ((lows, "ge"), (highs, "le")):
            if len(bounds) != 1:
                code = "invalid" if bounds else "required"
                issues.append(Issue(code, f"Give `start` once with the prefix {prefix}", _at(START)))
    if len(issues) > before:
        return None
    if highs[0] <= lows[0]:
        issues.append(Issue("invalid", "The end comes before the start: exchange them", _at(START)))
    elif highs[0] - lows[0] > LONGEST:
        issues.append(Issue("too-costly", f"Ask for at most {LONGEST.days} days", _at(START)))
    return lows[0], highs[0]


def _bound(match: re.Match[str], lows: list[datetime], highs: list[datetime], issues: list[Issue]) -> None:
    """Add the bound that one `start` sets. A date or a minute stands for all of it (FHIR, prefixes)."""
    upper = match["prefix"] in ("le", "lt")
    wall = f"{match['day']}T{match['minute'] or '00:00'}:{match['second'] or '00'}"
    try:
        naive = datetime.fromisoformat(wall)
        if match["minute"] is None:
            lasts = timedelta(days=1)
        else:
            lasts = timedelta(minutes=1) if match["second"] is None else timedelta(seconds=1)
        whole = match["fraction"] is None or not match["fraction"].strip(".0")
        through = match["prefix"] in ("gt", "le")
        # After a fraction of a second comes the next whole one; up to it (lt) that one is still too late.
        moved = naive + lasts if through or not whole else naive
        zone = match["zone"]
        if zone is None:
            # An hour that the clock shows twice that night: the one that makes the search wider.
            instant = moved.replace(tzinfo=_PARIS, fold=int(upper))
        else:
            instant = datetime.fromisoformat(f"{moved.isoformat()}{zone.replace('Z', '+00:00')}")
    except (ValueError, OverflowError):
        message = "Write an instant that exists, for example ge2026-11-23T08:00:00.000+01:00"
        issues.append(Issue("value", message, _at(START)))
        return
    (highs if upper else lows).append(instant.astimezone(UTC))


def _status(sent: list[str], issues: list[Issue]) -> bool:
    words = {word for text in sent for word in text.split(",")}
    if not words <= _SLOT_STATUSES:
        issues.append(
            Issue("code-invalid", "Ask for status=free: only free slots are published", _at(STATUS))
        )
    return not words or "free" in words


def _count(sent: list[str], issues: list[Issue]) -> int | None:
    if not sent:
        return None
    if len(sent) > 1 or re.fullmatch(r"[0-9]{1,6}", sent[0], re.ASCII) is None:
        issues.append(Issue("value", "Write how many slots at most, for example _count=1000", _at("_count")))
        return None
    return int(sent[0])


def _includes(values: dict[str, list[str]], issues: list[Issue]) -> frozenset[str]:
    found = set()
    for name in INCLUDES:
        for text in values.get(name, []):
            path, target = ":".join(text.split(":")[:2]), text.split(":")[2:]
            if path not in _TARGETS or len(target) > 1 or not set(target) <= _TARGETS[path]:
                issues.append(Issue("not-supported", f"Include one of: {', '.join(_TARGETS)}", _at(name)))
            else:
                found.add(path)
    return frozenset(found)
