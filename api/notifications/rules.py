"""What a message may say, who gets an e-mail, and when a sending is tried again. Pure.

A message carries the need, the sector, an hour, a number and a link. Never a name, an address, a phone
number, a birth date or a note (promise 4: anonymous until accepted): whatever the caller gives, only the
facts named here are kept, and each only in the form that it must have.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from api.contract.models import DeliveryState, Need, NotificationKind, ProblemType, Urgency
from api.core.lifecycle import Lifecycle
from api.core.problems import TooManyRequests
from api.notifications.words import NEEDS, URGENCIES, hour

K = NotificationKind

BY_EMAIL = frozenset(
    {
        K.offer_made,
        K.offer_reminder,
        K.request_accepted,
        K.request_needs_coordinator,
        K.appointment_confirmed,
        K.professional_withdrew,
        K.confirmation_overdue,
        K.message_posted,
        K.assigned,
        K.identity_read,
    }
)
"""Kinds that are worth an e-mail: somebody must act, or plans change. The others stay on the screen."""

ANSWERS_AN_OFFER = frozenset({K.offer_made, K.offer_reminder})
"""Kinds that are useless once the time to answer has passed."""

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
"""Waits after the first, second, third and fourth failure; the fifth is the last."""

DELIVERY = Lifecycle(
    "delivery",
    DeliveryState.queued,
    {
        "show": ({DeliveryState.queued}, DeliveryState.delivered),
        "read": ({DeliveryState.delivered}, DeliveryState.read),
        "send": ({DeliveryState.queued}, DeliveryState.sent),
        "give_up": ({DeliveryState.queued}, DeliveryState.failed),
        "retry": ({DeliveryState.queued, DeliveryState.failed}, DeliveryState.queued),
    },
)


class TooManyStreams(TooManyRequests):
    """This account listens to more streams of events at once than any number of devices needs."""

    type, title = ProblemType.too_many_streams, "Too many streams of events at the same time"


_SECTOR = re.compile(r"[^\W\d_][^\W\d_ '’.-]*(?:[ '’.-]{1,3}[^\W\d_]+)*")
_LONGEST_SECTOR = 60
_YES = "yes"
_NUMBER = re.compile(r"[A-Z]{2,4}-\d{4,8}")


@dataclass(frozen=True)
class Facts:
    """What a message may say. Everything else that a caller gives is dropped."""

    need: Need | None = None
    sector: str | None = None
    urgency: Urgency | None = None
    due_at: datetime | None = None
    starts_at: datetime | None = None
    after_wish: bool = False

    def stored(self) -> dict[str, str]:
        """The facts as JSON, without those that are not known."""
        values = {
            "need": self.need,
            "sector": self.sector,
            "urgency": self.urgency,
            "due_at": self.due_at and self.due_at.isoformat(),
            "starts_at": self.starts_at and self.starts_at.isoformat(),
            "after_wish": _YES if self.after_wish else None,
        }
        return {name: str(value) for name, value in values.items() if value is not None}


def facts_of(given: Mapping[str, Any]) -> Facts:
    """The facts that may be said, of whatever was given: unknown names, words that no list holds, sectors
    that are not the name of a place, and dates that are not instants are left out."""
    sector = given.get("sector")
    if not (isinstance(sector, str) and len(sector) <= _LONGEST_SECTOR and _SECTOR.fullmatch(sector)):
        sector = None
    return Facts(
        need=_word(Need, given.get("need")),
        sector=sector,
        urgency=_word(Urgency, given.get("urgency")),
        due_at=_instant(given.get("due_at")),
        starts_at=_instant(given.get("starts_at")),
        after_wish=given.get("after_wish") in (True, _YES),
    )


@dataclass(frozen=True)
class Message:
    """Subject and text, in French."""

    subject: str
    text: str


def message(
    kind: NotificationKind,
    facts: Facts,
    *,
    number: str | None,
    link: str,
    at: datetime,
    zone: ZoneInfo,
) -> Message:
    """The message of a kind. `number` is the request's, as said on the phone (SNP-1204)."""
    subject, opening = _SENTENCES[kind]
    said = [opening, *_said(kind, facts, at, zone)]
    if number is not None and _NUMBER.fullmatch(number):
        said.append(f"Demande {number}.")
    return Message(subject, " ".join(said) + f"\n\n{_INVITATIONS.get(kind, 'Ouvrir')} : {link}\n")


def link(base_url: str, kind: NotificationKind, case_id: UUID | None, *, may_open_case: bool) -> str:
    """Where a message leads: the trail for a reading that was traced, the agendas for one that fails, the
    request for who may open it, else one's own list of what to answer."""
    if kind is K.outside_calendar_lost:
        return f"{base_url.rstrip('/')}/mes-agendas"
    if kind is K.identity_read:
        return f"{base_url.rstrip('/')}/traces"
    if case_id is not None and may_open_case:
        return f"{base_url.rstrip('/')}/demandes/{case_id}"
    return f"{base_url.rstrip('/')}/a-repondre"


def next_attempt_after(attempts: int, at: datetime) -> datetime | None:
    """When to try again after that many failures; None when it is time to give up."""
    return at + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None


def lease(attempts: int) -> timedelta:
    """How long the attempt of that number keeps others away. A worker killed in it lets the message go
    back to the queue then: it is late, sometimes sent twice, never lost."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1]


def too_late(kind: NotificationKind, facts: Facts, at: datetime) -> bool:
    """Whether sending would only disturb: an offer whose time to answer has passed."""
    return kind in ANSWERS_AN_OFFER and facts.due_at is not None and facts.due_at <= at


_SENTENCES: dict[NotificationKind, tuple[str, str]] = {
    K.offer_made: ("Une demande attend votre réponse", "Une demande de soins vous est proposée."),
    K.offer_reminder: ("Rappel : une demande attend votre réponse", "Cette demande attend toujours."),
    K.offer_taken: ("Demande déjà pourvue", "Déjà pourvue. Merci."),
    K.offer_withdrawn: ("Demande retirée", "Cette demande n’est plus à pourvoir. Merci."),
    K.request_accepted: ("Quelqu’un a accepté votre demande", "Votre demande est acceptée."),
    K.request_widened: ("Votre demande est élargie", "D’autres professionnels sont sollicités."),
    K.request_needs_coordinator: ("À vous : personne n’a répondu", "Une demande revient à la coordination."),
    K.appointment_confirmed: ("Rendez-vous confirmé", "Le rendez-vous est confirmé."),
    K.professional_withdrew: (
        "La demande est relancée",
        "Le professionnel qui avait accepté s’est désisté. La recherche reprend.",
    ),
    K.confirmation_overdue: ("Rendez-vous à confirmer", "L’horaire n’est pas encore confirmé."),
    K.request_closed: ("Demande close", "La demande est close."),
    K.message_posted: ("Un message sur une demande", "Un message a été écrit sur le fil d’une demande."),
    K.assigned: ("Une demande vous est attribuée", "La coordination vous a attribué une demande."),
    K.outside_calendar_lost: (
        "Un de vos agendas ne se lit plus",
        "Vos heures prises y sont gardées telles que lues la dernière fois.",
    ),
    K.identity_read: (
        "Une identité a été lue avec un motif",
        "Quelqu’un qui n’avait pas la demande en charge a fait afficher l’identité d’une personne, "
        "en donnant un motif. Les traces disent qui, quand et pourquoi.",
    ),
}

_INVITATIONS = {K.offer_made: "Répondre", K.offer_reminder: "Répondre", K.message_posted: "Lire"}


def _said(kind: NotificationKind, facts: Facts, at: datetime, zone: ZoneInfo) -> list[str]:
    sentences = []
    if facts.need is not None:
        sentences.append(f"Besoin : {NEEDS[facts.need]}.")
    if facts.sector is not None:
        sentences.append(f"Secteur : {facts.sector}.")
    if facts.urgency is not None:
        sentences.append(f"À voir {URGENCIES[facts.urgency]}.")
    if facts.starts_at is not None:
        sentences.append(f"Rendez-vous : {hour(facts.starts_at, on=at, zone=zone)}.")
    if facts.starts_at is not None and facts.after_wish:
        sentences.append("C’est après le délai souhaité.")
    if facts.due_at is not None and kind in ANSWERS_AN_OFFER:
        sentences.append(f"Réponse attendue avant {hour(facts.due_at, on=at, zone=zone)}.")
    return sentences


E = TypeVar("E", bound=StrEnum)


def _word(words: type[E], given: Any) -> E | None:
    return words(given) if isinstance(given, str) and given in {word.value for word in words} else None


def _instant(given: Any) -> datetime | None:
    """An aware instant, or its ISO text."""
    if isinstance(given, str):
        try:
            given = datetime.fromisoformat(given)
        except ValueError:
            return None
    return given if isinstance(given, datetime) and given.tzinfo is not None else None
