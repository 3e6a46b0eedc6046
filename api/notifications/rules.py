"""What a message may say, what leaves the screen, and when a sending is tried again. Pure.

A message carries the need, the sector, an hour, a number and a link. Never a name, an address, a phone
number, a birth date or a note (promise 4: anonymous until accepted): whatever the caller gives, only the
facts named here are kept, and each only in the form that it must have.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from api.contract.models import DeliveryState, NotificationKind
from api.core.lifecycle import Lifecycle
from api.notifications import gsm
from api.notifications.care_words import DISCHARGE_NEEDS, NEEDS, URGENCIES
from api.notifications.facts import Facts as Facts
from api.notifications.facts import facts_of as facts_of
from api.notifications.words import BEGINS, INVITATIONS, OF_SEVERAL, OFFERS, SENTENCES, day, hour

K = NotificationKind

SENT_AT_ONCE = frozenset(
    {
        K.offer_made,
        K.delegated_offer,
        K.offer_reminder,
        K.request_accepted,
        K.request_needs_coordinator,
        K.appointment_confirmed,
        K.professional_withdrew,
        K.confirmation_overdue,
        K.message_posted,
        K.assigned,
        K.identity_read,
        K.trail_broken,
        K.appointment_booked,
        K.appointment_cancelled,
        K.delegated_appointment,
        K.appointment_moved,
        K.appointment_reminder,
        K.day_ahead,
        K.earlier_time,
        K.no_show_to_follow,
        K.people_to_call,
        K.replacement_named,
        K.member_left,
        K.page_to_confirm,
        K.certifier_on_the_way,
        K.death_delay,
        K.death_rota_gap,
        K.webhook_disabled,
        K.opinion_given,
        K.opinion_detail_asked,
        K.opinion_detail_given,
        K.opinion_overdue,
        K.discharge_postponed,
        K.hospital_call_due,
        K.home_check_due,
        K.discharge_handed_over,
        K.kiosk_silent,
        K.assistant_missing,
    }
)
"""Kinds that leave the screen at once: somebody must act, or plans change. Others wait for the summary."""

ANSWERS_AN_OFFER = frozenset({K.offer_made, K.offer_reminder, K.delegated_offer})
"""Kinds that ask for an answer to an offer."""

ASKS_BEFORE = ANSWERS_AN_OFFER | {K.earlier_time}
"""Kinds that are useless once the time to answer has passed."""

LINK_LASTS = timedelta(hours=48)
"""A link to an offer without a deadline is good for that long."""

LONGEST_WAIT = timedelta(hours=1)
"""A provider that asks to be left alone for longer is tried again after that."""

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
        "arrive": ({DeliveryState.sent}, DeliveryState.delivered),
        "get_lost": ({DeliveryState.sent}, DeliveryState.failed),
        "retry": ({DeliveryState.queued, DeliveryState.failed}, DeliveryState.queued),
    },
)


_NUMBER = re.compile(r"[A-Z]{2,4}-\d{4,8}")


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
    subject, opening = _sentences(kind, facts)
    if kind in ASKS_BEFORE and facts.discharge_need is not None:
        opening = _ended(f"On cherche {_for_return(facts, zone)}")
    said = [opening, *_said(kind, facts, at, zone)]
    if number is not None and _NUMBER.fullmatch(number):
        said.append(f"Demande {number}.")
    return Message(subject, " ".join(said) + f"\n\n{INVITATIONS.get(kind, 'Ouvrir')} : {link}\n")


def title(kind: NotificationKind, facts: Facts, number: str | None) -> str:
    """What a message is about, in a few words: “Demande close (SNP-1204)”."""
    subject = _sentences(kind, facts)[0]
    return f"{subject} ({number})" if number is not None and _NUMBER.fullmatch(number) else subject


def sms(kind: NotificationKind, facts: Facts, *, link: str, at: datetime, zone: ZoneInfo) -> str:
    """The same in an SMS, in the GSM alphabet: what matters least is left out until it fits into one."""
    details = _short(kind, facts, at, zone)
    for shorter in range(len(details) + 1):
        said = ", ".join(details[: len(details) - shorter])
        text = gsm.in_alphabet(_sentences(kind, facts)[0] + (f" : {said}" if said else "") + f". {link}")
        if gsm.places(text) <= gsm.ONE_PART:
            break
    return text


def push(kind: NotificationKind, facts: Facts, *, at: datetime, zone: ZoneInfo) -> Message:
    """The same on a locked screen that anybody may read: a title, and one line."""
    return Message(_sentences(kind, facts)[0], ", ".join(_short(kind, facts, at, zone)))


def link_expires_at(facts: Facts, created_at: datetime) -> datetime:
    """Until when the link of a message about an offer is good: the time to answer, when one runs."""
    return facts.due_at or created_at + LINK_LASTS


def next_attempt_after(
    attempts: int, at: datetime, *, asked_to_wait: timedelta | None = None
) -> datetime | None:
    """When to try again after that many failures; None when it is time to give up.

    `asked_to_wait` is what the provider said (Retry-After): it is left alone for that long at least.
    """
    if attempts > len(BACK_OFF):
        return None
    return at + max(BACK_OFF[attempts - 1], min(asked_to_wait or timedelta(), LONGEST_WAIT))


def lease(attempts: int) -> timedelta:
    """How long the attempt of that number keeps others away. A worker killed in it lets the message go
    back to the queue then: it is late, sometimes sent twice, never lost."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1]


def too_late(kind: NotificationKind, facts: Facts, at: datetime) -> bool:
    """Whether sending would only disturb: an offer whose time to answer has passed."""
    return kind in ASKS_BEFORE and facts.due_at is not None and facts.due_at <= at


def _sentences(kind: NotificationKind, facts: Facts) -> tuple[str, str]:
    plain = SENTENCES[kind]
    if facts.appointments is not None:
        return OF_SEVERAL.get(kind, plain)
    if facts.case_kind is None or facts.case_kind not in OFFERS or kind not in ANSWERS_AN_OFFER:
        return plain
    subject, opening, for_somebody = OFFERS[facts.case_kind]
    if kind is NotificationKind.offer_made:
        return subject, opening
    if kind is NotificationKind.delegated_offer:
        return plain[0], for_somebody
    return f"Rappel : {subject[:1].lower()}{subject[1:]}", opening


def _ended(words: str) -> str:
    """A sentence, of which the last word may be short for a month."""
    return words if words.endswith(".") else f"{words}."


def _for_return(facts: Facts, zone: ZoneInfo) -> str:
    """What is asked for a return home, and its day, never its hour: nobody knows it."""
    assert facts.discharge_need is not None  # noqa: S101  the caller has looked
    what = f"{DISCHARGE_NEEDS[facts.discharge_need]} à une sortie d’hôpital"
    return what if facts.home_at is None else f"{what}, {day(facts.home_at, zone=zone)}"


def _begins(kind: NotificationKind, facts: Facts) -> str:
    """What begins at the hour that is said."""
    if facts.appointments is not None:
        return f"{facts.appointments} rendez-vous, le premier"
    return BEGINS.get(kind, "Rendez-vous")


def _said(kind: NotificationKind, facts: Facts, at: datetime, zone: ZoneInfo) -> list[str]:
    sentences = []
    if facts.need is not None:
        sentences.append(f"Besoin : {NEEDS[facts.need]}.")
    if facts.discharge_need is not None and kind not in ASKS_BEFORE:
        words = _for_return(facts, zone)
        sentences.append(_ended(f"{words[0].upper()}{words[1:]}"))
    if facts.sector is not None:
        sentences.append(f"Secteur : {facts.sector}.")
    if facts.urgency is not None:
        sentences.append(f"À voir {URGENCIES[facts.urgency]}.")
    if facts.starts_at is not None:
        what = _begins(kind, facts)
        sentences.append(f"{what} : {hour(facts.starts_at, on=at, zone=zone)}.")
    if facts.ends_at is not None:
        sentences.append(f"Fin : {hour(facts.ends_at, on=at, zone=zone)}.")
    if facts.starts_at is not None and facts.after_wish:
        sentences.append("C’est après le délai souhaité.")
    if facts.due_at is not None and kind in ASKS_BEFORE:
        sentences.append(f"Réponse attendue avant {hour(facts.due_at, on=at, zone=zone)}.")
    return sentences


def _short(kind: NotificationKind, facts: Facts, at: datetime, zone: ZoneInfo) -> list[str]:
    """The facts in few words, what matters most first: the hour, the need, the sector, the urgency."""
    said = []
    if facts.due_at is not None and kind in ASKS_BEFORE:
        said.append(f"réponse avant {hour(facts.due_at, on=at, zone=zone)}")
    if facts.discharge_need is not None:
        said.append(_for_return(facts, zone))
    if facts.starts_at is not None:
        what = _begins(kind, facts).lower()
        said.append(f"{what} {hour(facts.starts_at, on=at, zone=zone)}")
    if facts.need is not None:
        said.append(NEEDS[facts.need])
    if facts.sector is not None:
        said.append(facts.sector)
    if facts.urgency is not None:
        said.append(URGENCIES[facts.urgency])
    return said
