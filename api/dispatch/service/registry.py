"""What a kind of request tells the offer engine. Request modules register theirs at import."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import FreeSlot
from api.availability.tables import Appointment
from api.cases.tables import Case
from api.contract.models import CaseKind, CommunityRules, OfferCard, SkipReason
from api.core.actor import Actor
from api.directory.service import Member
from api.dispatch.rules import FirstResort, Plan
from api.dispatch.tables import Dispatch, Offer


class Subject(Protocol):
    """What the rules read of a request: a case, or what somebody is still typing."""

    @property
    def need(self) -> str | None: ...
    @property
    def age_band(self) -> str | None: ...
    @property
    def mobility(self) -> str | None: ...
    @property
    def urgency(self) -> str | None: ...
    @property
    def wished_before(self) -> datetime | None: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


@dataclass(frozen=True)
class Answer:
    """The time that goes with an acceptance: an own slot, another time, or none yet."""

    slot_id: str | None = None
    starts_at: datetime | None = None
    practice_id: UUID | None = None
    after_wish: bool = False
    """Whoever gives the time knows that it is after the wished deadline."""
    eta_minutes: int | None = None
    """For who comes to the person: in how many minutes they are there."""

    @property
    def has_time(self) -> bool:
        """Whether a time is given at all."""
        return self.slot_id is not None or self.starts_at is not None


class Judge(Protocol):
    """Who may be asked for one request, with all that decides it at hand. Pure."""

    @property
    def on_call(self) -> frozenset[UUID]:
        """Those on duty for such requests now: asked by a wave of the rota, in their quiet hours too."""
        ...

    def serves(self, member: Member, subject: Subject) -> bool:
        """Whether this member can answer such a request at all, by profession or by law."""
        ...

    def excludes(self, member: Member, subject: Subject) -> SkipReason | None:
        """Why the network does not ask this member, who serves, or None."""
        ...


class RequestKind(Protocol):
    """The part of the search that depends on what is asked for. Called in the engine's transaction."""

    kind: CaseKind

    def plan(self, rules: CommunityRules, subject: Subject, at: datetime) -> Plan:
        """The waves of a search that starts at `at`. Pure."""
        ...

    async def judge(self, db: AsyncSession, subject: Subject, at: datetime) -> Judge:
        """Read what decides who may be asked for this request at `at`."""
        ...

    def suits(self, slot: FreeSlot, subject: Subject) -> bool:
        """Whether this own free slot fits the request. Pure."""
        ...

    async def first_resort(self, db: AsyncSession, case: Case) -> list[FirstResort]:
        """The usual professionals, the attending doctor first."""
        ...

    async def cards(self, db: AsyncSession, actor: Actor, cases: list[Case]) -> dict[UUID, OfferCard]:
        """The anonymous card of each case."""
        ...

    async def wave_opened(self, db: AsyncSession, case: Case, wave: int, at: datetime) -> str:
        """Move the request to the state of this wave (0 = first resort); the state's word."""
        ...

    async def exhausted(self, db: AsyncSession, case: Case, at: datetime) -> str:
        """Move the request to the state of a search that found nobody; the state's word."""
        ...

    async def accepted(
        self, db: AsyncSession, actor: Actor, case: Case, offer: Offer, answer: Answer, at: datetime
    ) -> Appointment | None:
        """Give the request to the one who accepted, book the time given, update the case."""
        ...

    async def take_back(
        self, db: AsyncSession, actor: Actor, dispatch: Dispatch, case: Case, at: datetime
    ) -> None:
        """Take the request back from the one who accepted and is not heard of, and `restart` the search.
        IllegalTransition when it is not late."""
        ...

    async def sweep(self, community_id: UUID, at: datetime) -> None:
        """Act on the deadlines of this kind that are past, in transactions of its own."""
        ...


KINDS: dict[CaseKind, RequestKind] = {}
"""The kinds of requests that this process knows."""

WITHOUT_PRACTICE: set[CaseKind] = set()
"""The kinds of which members are asked who stay without practising anywhere; the others ask no one but those
at work."""


def can_be_asked(member: Member, kind: CaseKind) -> bool:
    """Whether such requests may reach this member at all: at work, unless the kind asks others too."""
    return member.practises or kind in WITHOUT_PRACTICE


def kind_of(dispatch: Dispatch | Case) -> RequestKind:
    """The request kind of a search or case. KeyError when its module was not imported."""
    return KINDS[dispatch.kind]
