"""By which ways a message reaches a person, and when: their choices, quiet hours, the daily summary. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from api.contract.models import (
    ChannelChoice,
    DeliveryChannel,
    NotificationChoices,
    NotificationFamily,
    NotificationKind,
    ProblemType,
)
from api.core import wall
from api.core.problems import Conflict, TooManyRequests
from api.notifications.rules import SENT_AT_ONCE, Message

K, F, C = NotificationKind, NotificationFamily, DeliveryChannel

FAMILY: dict[NotificationKind, NotificationFamily] = {
    K.offer_made: F.offers,
    K.offer_reminder: F.offers,
    K.delegated_offer: F.delegated_offers,
    K.offer_taken: F.offers,
    K.offer_withdrawn: F.offers,
    K.assigned: F.offers,
    K.request_accepted: F.requests,
    K.request_widened: F.requests,
    K.professional_withdrew: F.requests,
    K.request_closed: F.requests,
    K.message_posted: F.requests,
    K.care_circle_changed: F.requests,
    K.request_needs_coordinator: F.coordination,
    K.identity_read: F.coordination,
    K.trail_broken: F.coordination,
    K.appointment_confirmed: F.agenda,
    K.confirmation_overdue: F.agenda,
    K.outside_calendar_lost: F.agenda,
    K.appointment_booked: F.agenda,
    K.appointment_cancelled: F.agenda,
    K.delegated_appointment: F.delegated_offers,
    K.appointment_moved: F.agenda,
    K.appointment_reminder: F.agenda,
    K.day_ahead: F.agenda,
    K.earlier_time: F.requests,
    K.no_show_to_follow: F.requests,
    K.people_to_call: F.agenda,
    K.replacement_named: F.agenda,
    K.member_left: F.coordination,
    K.certifier_on_the_way: F.requests,
    K.death_delay: F.coordination,
    K.request_corrected: F.requests,
    K.opinion_given: F.requests,
    K.opinion_detail_asked: F.requests,
    K.opinion_detail_given: F.requests,
    K.opinion_overdue: F.requests,
    K.death_rota_gap: F.coordination,
    K.attending_doctor_delay: F.requests,
    K.webhook_disabled: F.coordination,
    K.discharge_postponed: F.offers,
    K.discharge_confirmed: F.offers,
    K.hospital_call_due: F.requests,
    K.kiosk_silent: F.requests,
    K.assistant_missing: F.requests,
    K.home_check_due: F.requests,
    K.discharge_handed_over: F.requests,
    K.page_to_confirm: F.agenda,
    K.welcomed: F.agenda,
}
"""What each kind is about. `daily_summary`, `trial` and `invited` are of none: their own
switch and buttons send them; nor are those of OF_ONESELF."""

OFF_SCREEN = frozenset({K.daily_summary, K.trial, K.invited})
"""Kinds that say nothing which is not on the screen already."""

OF_ONESELF = frozenset({K.factors_changed, K.code_tried_again, K.password_changed, K.new_device})
"""Kinds about one's own account: on screen, and by an e-mail that no choice turns off (factor_news.py)."""

ASKED_FOR = frozenset({K.delegated_offer, K.delegated_appointment})
"""Kinds written to those alone who chose a way for them, and to no screen: that of a delegate is the one of
whom she acts for."""

NOT_SHOWN = OFF_SCREEN | ASKED_FOR

INFORMS = frozenset(FAMILY) - SENT_AT_ONCE
"""Kinds that wait for the daily summary: nobody must act, no plan changes."""

WAKES = frozenset(
    {
        K.offer_made,
        K.delegated_offer,
        K.offer_reminder,
        K.assigned,
        K.professional_withdrew,
        K.request_needs_coordinator,
        K.confirmation_overdue,
        K.earlier_time,
        K.certifier_on_the_way,
        K.death_delay,
        K.hospital_call_due,
        K.trial,
        K.invited,
    }
)
"""Kinds whose e-mail leaves in quiet hours too: a mailbox does not ring, and somebody may be looking."""

SCOPES: dict[NotificationFamily, frozenset[str]] = {
    F.offers: frozenset({"offers:answer"}),
    F.delegated_offers: frozenset(),
    F.requests: frozenset({"requests:write"}),
    F.coordination: frozenset({"board:read"}),
    F.agenda: frozenset({"appointments:write"}),
}
"""Who is concerned by a family: those who hold these scopes in their own name; delegates by theirs alone."""


class TooManyStreams(TooManyRequests):
    """This account listens to more streams of events at once than any number of devices needs."""

    type, title = ProblemType.too_many_streams, "Too many streams of events at the same time"


TRIALS_AN_HOUR = 5
"""An SMS has a price, and a button may be pressed by a child."""

LATEST_SUMMARY = timedelta(hours=1)
"""After its hour, a summary that could not leave waits for the next one: it comes when one looks for it."""

MOST_LINES = 20
"""Lines of a daily summary; the screen has the others."""

MOST_DEVICES = 10
"""Browsers of one account: the one that was silent for longest makes room for one more."""


class ChannelNotReady(Conflict):
    """There is nowhere to send by this channel: no mobile number, no device, no provider."""

    type, title = ProblemType.channel_not_ready, "Nothing can reach you by this way yet"


class TooManyTrials(TooManyRequests):
    """Trials are few an hour."""

    type, title = ProblemType.too_many_trials, "Enough trials for now"


@dataclass(frozen=True)
class Reach:
    """How somebody may be reached in a community: a number in E.164, and hours when they are left in peace.

    Hours are on the clock of the territory; None, or equal ends, are none.
    """

    phone: str | None = None
    quiet: tuple[time, time] | None = None


def default_choices() -> NotificationChoices:
    """What people get who chose nothing: offers ring, the rest waits in the mailbox; those made to somebody
    for whom they answer are theirs to ask for."""
    rings, waits = (ChannelChoice(email=True, sms=rung, push=rung) for rung in (True, False))
    silent = ChannelChoice(email=False, sms=False, push=False)
    return NotificationChoices(
        offers=rings, delegated_offers=silent, requests=waits, coordination=waits, agenda=waits
    )


def families_of(scopes: Iterable[str], *, delegate: bool = False) -> list[NotificationFamily]:
    """The families that may reach somebody who holds these scopes, in their own name or as a delegate."""
    held = frozenset(scopes)
    return [family for family in F if (family is F.delegated_offers) is delegate and SCOPES[family] <= held]


def channels(kind: NotificationKind, choices: NotificationChoices) -> frozenset[DeliveryChannel]:
    """By which ways, beside the screen, a message of that kind leaves at once."""
    if kind not in SENT_AT_ONCE:
        return frozenset()
    chosen: ChannelChoice = getattr(choices, FAMILY[kind].value)
    ways = ((C.email, chosen.email), (C.sms, chosen.sms), (C.push, chosen.push))
    return frozenset(channel for channel, wished in ways if wished)


def held_until(
    kind: NotificationKind,
    channel: DeliveryChannel,
    quiet: tuple[time, time] | None,
    *,
    at: datetime,
    zone: ZoneInfo,
) -> datetime | None:
    """Until when a sending waits for the end of quiet hours; None when it may leave at `at`.

    SMS and push wait, whatever they say; an e-mail waits unless its kind is of those that wake. A trial
    was asked for by the person, who is therefore awake.
    """
    if quiet is None or kind is K.trial or (channel is C.email and kind in WAKES):
        return None
    end = wall.end_of(quiet, at, zone)
    return end if end > at else None


def summary_due(summary_at: str, *, at: datetime, zone: ZoneInfo) -> datetime:
    """The latest hour of the daily summary, `at` or before: what was written before it may be in one."""
    return wall.last_at(time.fromisoformat(summary_at), at, zone)


def summary(lines: Sequence[str], link: str) -> Message:
    """The daily e-mail: one line per message that was not read on screen, oldest first."""
    count = len(lines)
    subject = "Votre résumé du jour : 1 message" if count == 1 else f"Votre résumé du jour : {count} messages"
    said = [f"- {line}" for line in lines[:MOST_LINES]]
    if (left := count - MOST_LINES) > 0:
        said.append(f"- et {left} de plus, à l’écran" if left > 1 else "- et 1 de plus, à l’écran")
    text = "Ce que vous n’avez pas encore lu à l’écran :\n\n" + "\n".join(said)
    return Message(subject, f"{text}\n\nLire : {link}\n")


def refuse_trial(recent: Sequence[datetime], at: datetime) -> None:
    """Raise TooManyTrials when those of the last hour, given oldest first, are enough."""
    if len(recent) >= TRIALS_AN_HOUR:
        wait = recent[-TRIALS_AN_HOUR] + timedelta(hours=1) - at
        raise TooManyTrials("Wait before another trial", retry_after=int(wait.total_seconds()) + 1)


def masked(phone: str) -> str:
    """A number as its owner recognises it and nobody else: `•• •• •• •• 02`."""
    return f"•• •• •• •• {phone[-2:]}"
