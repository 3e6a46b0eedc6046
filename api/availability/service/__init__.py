"""What availability does, by the names of the contract's operations, and what other modules ask of it."""

from api.availability.rules import FreeSlot, HoldExpired, OpeningOverlaps, SlotTaken
from api.availability.service.agenda import get_agenda
from api.availability.service.appointments import (
    SUBJECTS,
    book_appointment,
    cancel_appointment,
    fulfil_appointment,
    get_appointment,
    list_appointments,
    record_no_show,
)
from api.availability.service.booking import book_slot, book_time, cancel, fulfil, move_to, no_show
from api.availability.service.claims import Place, claim, lock, release
from api.availability.service.free_slots import free_slots
from api.availability.service.holds import create_hold, delete_hold
from api.availability.service.openings import (
    create_closure,
    create_opening,
    delete_closure,
    delete_opening,
    get_opening,
    list_openings,
    replace_opening,
)
from api.availability.service.outside import (
    add_outside_calendar,
    delete_outside_calendar,
    find_caldav_calendars,
    get_calendar_feed,
    get_outside_calendar,
    list_outside_calendars,
    read_calendar_feed,
    refresh_outside_calendar,
    renew_calendar_feed,
    replace_outside_calendar,
    replace_outside_calendar_file,
    revoke_calendar_feed,
    upload_outside_calendar,
)
from api.availability.service.search import list_next_slots, search_slots
from api.availability.service.sweeps import forget_expired, forget_people
from api.availability.service.views import appointment_views

__all__ = [
    "SUBJECTS",
    "FreeSlot",
    "HoldExpired",
    "OpeningOverlaps",
    "Place",
    "SlotTaken",
    "add_outside_calendar",
    "appointment_views",
    "book_appointment",
    "book_slot",
    "book_time",
    "cancel",
    "cancel_appointment",
    "claim",
    "create_closure",
    "create_hold",
    "create_opening",
    "delete_closure",
    "delete_hold",
    "delete_opening",
    "delete_outside_calendar",
    "find_caldav_calendars",
    "forget_expired",
    "forget_people",
    "free_slots",
    "fulfil",
    "fulfil_appointment",
    "get_agenda",
    "get_appointment",
    "get_calendar_feed",
    "get_opening",
    "get_outside_calendar",
    "list_appointments",
    "list_next_slots",
    "list_openings",
    "list_outside_calendars",
    "lock",
    "move_to",
    "no_show",
    "read_calendar_feed",
    "record_no_show",
    "refresh_outside_calendar",
    "release",
    "renew_calendar_feed",
    "replace_opening",
    "replace_outside_calendar",
    "replace_outside_calendar_file",
    "revoke_calendar_feed",
    "search_slots",
    "upload_outside_calendar",
]
