"""The waiting list for earlier times: how often, how late, and to whom a freed time is proposed. Pure."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from api.availability.rules.free_slot import FreeSlot
from api.contract.models import (
    AppointmentRules,
    CareMode,
    Need,
    SlotAudience,
    WaitingProposalAction,
    WaitingProposalState,
    WaitingState,
)
from api.core import wall
from api.core.lifecycle import Lifecycle
from api.core.problems import IllegalTransition, refuses

WAITING = Lifecycle(
    "waiting_entry",
    WaitingState.waiting,
    {
        "propose": ({WaitingState.waiting}, WaitingState.proposed),
        "wait_again": ({WaitingState.proposed}, WaitingState.waiting),
        "serve": ({WaitingState.proposed}, WaitingState.served),
        "withdraw": ({WaitingState.waiting, WaitingState.proposed}, WaitingState.withdrawn),
        "end": ({WaitingState.waiting, WaitingState.proposed}, WaitingState.over),
    },
)

PROPOSAL = Lifecycle(
    "waiting_proposal",
    WaitingProposalState.open,
    {
        "accept": ({WaitingProposalState.open}, WaitingProposalState.accepted),
        "decline": ({WaitingProposalState.open}, WaitingProposalState.declined),
        "lapse": ({WaitingProposalState.open}, WaitingProposalState.lapsed),
        "withdraw": ({WaitingProposalState.open}, WaitingProposalState.withdrawn),
    },
)

MOST_DAYS = 31
"""How far ahead earlier times are looked for, like any search."""


@refuses("uq_waiting_entries_appointment_id_open")
class AlreadyWaiting(IllegalTransition):
    """An earlier time is already looked for."""

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or "An earlier time than this appointment is already looked for")


class Wanted(NamedTuple):
    """What an entry may be given."""

    professional_ids: Collection[UUID]
    need: Need | None
    mode: CareMode
    audiences: Collection[SlotAudience]
    first: datetime
    """Nothing starts before."""
    last: datetime
    """Nothing starts after."""


def proposals_left(rules: AppointmentRules, made: int) -> int:
    """How many proposals an entry may still get."""
    return max(0, rules.earlier_proposals - made)


def next_from(rules: AppointmentRules, last_proposed_at: datetime | None) -> datetime | None:
    """Before when nothing more is proposed; None when nothing was proposed yet."""
    return None if last_proposed_at is None else last_proposed_at + timedelta(hours=rules.earlier_gap_hours)


def is_over(rules: AppointmentRules, made: int, appointment_at: datetime, at: datetime) -> bool:
    """Whether an entry without an open proposal can get no more: the limit is reached, or no time can be
    both late enough to be told in time and early enough to be worth it."""
    first, last = bounds(rules, appointment_at, at)
    return proposals_left(rules, made) == 0 or first > last


def bounds(rules: AppointmentRules, appointment_at: datetime, at: datetime) -> tuple[datetime, datetime]:
    """The first and the last start that may be proposed at `at` instead of an appointment."""
    first = at + timedelta(minutes=rules.earlier_before_minutes)
    last = appointment_at - timedelta(minutes=rules.earlier_gain_minutes)
    return first, min(last, at + timedelta(days=MOST_DAYS))


def may_propose(quiet: tuple[time, time], at: datetime, zone: ZoneInfo) -> bool:
    """Whether a proposal made now would be read: not in the quiet hours of the community, when the time to
    answer would pass asleep."""
    return not wall.is_within(quiet, at, zone)


def answer_before(rules: AppointmentRules, starts_at: datetime, at: datetime) -> datetime:
    """Until when a proposed time is kept: never longer than until it starts."""
    return min(at + timedelta(minutes=rules.earlier_answer_minutes), starts_at)


def suits(slot: FreeSlot, wanted: Wanted) -> bool:
    """Whether a free slot is one that the entry may be given."""
    return (
        slot.professional_id in wanted.professional_ids
        and wanted.first <= slot.starts_at <= wanted.last
        and wanted.mode in slot.modes
        and (wanted.need is None or not slot.needs or wanted.need in slot.needs)
        and not set(slot.audiences).isdisjoint(wanted.audiences)
    )


def proposal_actions(
    state: WaitingProposalState, kept_until: datetime, at: datetime
) -> list[WaitingProposalAction]:
    """What may be done with a proposal by who asked."""
    words = {action.value: action for action in WaitingProposalAction}
    if at >= kept_until:
        return []
    return [words[action] for action in PROPOSAL.actions_from(state) if action in words]
