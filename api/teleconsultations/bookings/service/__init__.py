"""Bookings of assisted teleconsultations, by the names of the contract's operations.

Importing this registers the kind with what stands below: the board, the offer engine, the agenda, erasure.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.cases import service as cases
from api.cases.service import ERASURES, CaseKindSpec
from api.cases.tables import Case
from api.contract.models import CaseKind
from api.core.actor import Actor
from api.dispatch import service as dispatch
from api.people import service as people
from api.people.policy import RELATIONS, Relation
from api.teleconsultations.bookings import policy, rules
from api.teleconsultations.bookings.rules import SUBJECT_KIND
from api.teleconsultations.bookings.service.appointments import BookingAppointments
from api.teleconsultations.bookings.service.board import board_facts
from api.teleconsultations.bookings.service.correcting import follow_correction
from api.teleconsultations.bookings.service.events import send_kiosk_events
from api.teleconsultations.bookings.service.facts import (
    confirm_teleconsultation_by_phone,
    record_teleconsultation_consent,
    tick_teleconsultation_report,
)
from api.teleconsultations.bookings.service.figures import (
    get_my_teleconsultation_count,
    get_teleconsultation_figures,
)
from api.teleconsultations.bookings.service.filing import (
    ask_teleconsultation_soon,
    confirm_teleconsultation,
)
from api.teleconsultations.bookings.service.finding import list_teleconsultation_times
from api.teleconsultations.bookings.service.holding import (
    hold_teleconsultation,
    release_teleconsultation_hold,
)
from api.teleconsultations.bookings.service.kind import TeleconsultationSoon
from api.teleconsultations.bookings.service.kiosk_bookings import (
    ask_kiosk_soon,
    confirm_kiosk_booking,
    get_kiosk_booking,
    hold_kiosk_time,
)
from api.teleconsultations.bookings.service.kiosks import (
    find_kiosk_times,
    list_teleconsultation_kiosks,
    read_kiosk,
    send_kiosk_heartbeat,
)
from api.teleconsultations.bookings.service.moves import (
    cancel_teleconsultation,
    check_in_teleconsultation,
    close_teleconsultation,
    finish_teleconsultation,
    interrupt_teleconsultation,
    move_teleconsultation,
    record_teleconsultation_no_show,
    release_teleconsultation,
    start_teleconsultation,
)
from api.teleconsultations.bookings.service.views import get_teleconsultation, list_teleconsultations
from api.teleconsultations.bookings.tables import TeleconsultationBooking


async def _forget(db: AsyncSession, case: Case, at: datetime) -> None:
    """Erase what names somebody, when the person is forgotten."""
    booking = await db.get(TeleconsultationBooking, case.id)
    if booking is not None:
        booking.minor_adult = booking.override_reason = None


async def _relation_at_site(db: AsyncSession, actor: Actor, person_id: UUID) -> Relation | None:
    """Those who assist at the site call the person by name while the booking is open."""
    if actor.kind != "account" or actor.community_id is None:
        return None
    booked = exists().where(
        Case.id == TeleconsultationBooking.id,
        Case.person_id == person_id,
        TeleconsultationBooking.state.in_(sorted(rules.BOOKED)),
        TeleconsultationBooking.site_id.in_(policy.sites_of(actor)),
        policy.visible_to(actor),
    )
    return "need" if await db.scalar(select(booked)) else None


dispatch.KINDS[CaseKind.teleconsultation] = TeleconsultationSoon()
cases.KINDS[CaseKind.teleconsultation] = CaseKindSpec(
    prefix="TLC", facts=board_facts, retention_months=lambda its: its.retention.teleconsultation_months
)
availability.SUBJECTS[SUBJECT_KIND] = BookingAppointments()
ERASURES.append(_forget)
RELATIONS.append(_relation_at_site)
people.FOLLOWS.append(follow_correction)

__all__ = [
    "ask_kiosk_soon",
    "ask_teleconsultation_soon",
    "cancel_teleconsultation",
    "check_in_teleconsultation",
    "close_teleconsultation",
    "confirm_kiosk_booking",
    "confirm_teleconsultation",
    "confirm_teleconsultation_by_phone",
    "find_kiosk_times",
    "finish_teleconsultation",
    "get_kiosk_booking",
    "get_my_teleconsultation_count",
    "get_teleconsultation",
    "get_teleconsultation_figures",
    "hold_kiosk_time",
    "hold_teleconsultation",
    "interrupt_teleconsultation",
    "list_teleconsultation_kiosks",
    "list_teleconsultation_times",
    "list_teleconsultations",
    "move_teleconsultation",
    "read_kiosk",
    "record_teleconsultation_consent",
    "record_teleconsultation_no_show",
    "release_teleconsultation",
    "release_teleconsultation_hold",
    "send_kiosk_events",
    "send_kiosk_heartbeat",
    "start_teleconsultation",
    "tick_teleconsultation_report",
]
