"""Rules of the board and of the thread. Pure.

A case is the header of a request. It has a number that people say on the phone, somebody who must act,
and at most one clock. When it is closed its thread is closed too, and some months later the identity of
the person is erased (the months are the community's: domain rules §7.2.5).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from api.contract.models import CaseKind, Need, ProblemType
from api.core.problems import Conflict
from api.core.wall import months_from
from api.notifications.care_words import NEEDS
from api.notifications.words import plain
from api.people.rules import why_not_kept

FIRST_NUMBER, FIRST_NUMBER_IN_DEMO = 1, 1201
"""A demonstration starts at a number that looks lived in."""

AFTERWARDS = timedelta(hours=24)
"""Those who took part in a request may still look up the person for that long after it is closed (a call
back, a note to write); later it takes a reason."""


class CaseClosed(Conflict):
    """The request has ended: nothing is added to its thread."""

    type, title = ProblemType.case_closed, "This request is closed"


class DuplicateRequest(Conflict):
    """A request is already open for this person and need; `related_id` is the one to join."""

    type, title = ProblemType.duplicate_request, "A request is already open for this person"


class Standing(StrEnum):
    """What an actor is to a case that they may see."""

    coordinator = "coordinator"
    requester = "requester"
    professional = "professional"
    """The one who accepted it."""
    attending = "attending"
    """The attending doctor of the person, to whom its answer went."""
    follower = "follower"


@dataclass(frozen=True)
class Part:
    """What the parts of an actor in a case are: several at once, where `Standing` is the strongest alone."""

    coordinates: bool = False
    requested: bool = False
    has_taken: bool = False
    answers: bool = True
    """Whether they may promise and give up for who has taken it: not every delegate may."""


def number(prefix: str, count: int) -> str:
    """The number of a request: `SNP-1204`, `DC-0031`."""
    return f"{prefix}-{count:04d}"


def number_of_part(number_of_the_whole: str, rank: int) -> str:
    """The number of a part, by its rank from 1: `SOR-1204/2`."""
    return f"{number_of_the_whole}/{rank}"


def number_of_whole(said: str) -> str:
    """The number of the whole that a number belongs to; a whole is its own."""
    return said.partition("/")[0]


def initials(name: str) -> str:
    """Two capitals for the round mark of somebody: “Inès Carpentier” is IC, “Dr Élise Roy-Martin” is ÉR."""
    words = [word for word in name.split() if word.rstrip(".") not in ("Dr", "Pr", "M", "Mme", "Mlle")]
    chosen = words[:1] + words[1:2] if words else name.split()[:1]
    return "".join(word[0].upper() for word in chosen)


def identity_access(
    standing: Standing, closed_at: datetime | None, at: datetime
) -> Literal["need", "visible"]:
    """Whether somebody who may see a case needs the person's identity now, or must say why.

    Coordination, requester, the professional who accepted and the attending doctor who was told of the answer
    need it while the request runs and `AFTERWARDS`. A follower joined somebody else's request and has nothing
    to do for it.
    (CSP L1110-4: only those who take part in the care, only what is strictly necessary.)
    """
    running = closed_at is None or at < closed_at + AFTERWARDS
    return "need" if running and standing is not Standing.follower else "visible"


def sees_names(standing: Standing) -> bool:
    """Whether the names of the professionals asked are shown; others see how many, never who."""
    return standing is not Standing.follower


def why_not_written(text: str, kind: CaseKind, *, confirmed: bool) -> str | None:
    """Why a message is refused, with its cure; None when it may be written.

    On a death, words that look like a cause or a diagnosis wait until their author confirms that they are
    none (`confirmed`): no cause of death is ever kept.
    """
    if not text.strip():
        return "Write a sentence"
    return why_not_kept(text, checked=kind is CaseKind.death_certification and not confirmed)


def erased_from(closed_at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """The instant from which the identity is erased: the same day of the month, `months` calendar months
    after closing in the territory's time; the last day of a shorter month (31 January + 1 = 28 February).
    """
    return months_from(closed_at, months, zone)


def needs_matching(text: str) -> list[Need]:
    """The needs whose French words contain the text, accents and case aside: “urin” finds urinary."""
    wanted = plain(text)
    return [need for need, words in NEEDS.items() if wanted and wanted in plain(words)]


def is_after_wish(starts_at: datetime | None, wished_before: datetime | None) -> bool:
    """Whether an appointment starts too late for the wish of the requester, which is absolute."""
    return starts_at is not None and wished_before is not None and starts_at >= wished_before
