"""What availability does, by the names of the contract's operations, and what other modules ask of it."""

from api.availability.rules import FreeSlot, HoldExpired, OpeningOverlaps, SlotTaken
from api.availability.service.absences import (
    create_absence,
    end_absence,
    get_absence,
    list_absences,
    preview_absence,
    withdraw_replacement,
)
from api.availability.service.agenda import get_agenda
from api.availability.service.alongside import (
    Together,
    keep_together,
    look_at,
    release_all,
    shorten,
    take_one_of,
    take_slot_with,
    take_time_with,
    taken_spans,
)
from api.availability.service.appointments import (
    book_appointment,
    book_given_time,
    cancel_appointment,
    fulfil_appointment,
    get_appointment,
    list_appointments,
    record_no_show,
)
from api.availability.service.booking import (
    Purpose,
    advance,
    book_slot,
    book_time,
    cancel,
    fulfil,
    no_show,
    prepare,
    write,
)
from api.availability.service.call_times import (
    get_my_call_times,
    list_call_offers,
    replace_my_call_times,
)
from api.availability.service.claims import Place, claim, lock, release
from api.availability.service.correcting import follow_correction
from api.availability.service.displaced_calls import list_displaced_appointments, record_displaced_call
from api.availability.service.displaced_requests import (
    displaced_cancelled,
    let_displaced_go,
    settle_displaced,
)
from api.availability.service.exceptions import change_opening_day, restore_opening_day
from api.availability.service.explanations import explain_time
from api.availability.service.following import FOLLOWERS
from api.availability.service.free_now import open_until
from api.availability.service.free_slots import free_slots
from api.availability.service.given import BySlots, given_by_slots
from api.availability.service.holds import create_hold, delete_hold
from api.availability.service.inheriting import leaves_of
from api.availability.service.moving import move_appointment
from api.availability.service.no_shows import list_no_show_follow_ups, record_no_show_call
from api.availability.service.open_now import list_open_professionals
from api.availability.service.opening_changes import preview_opening_change
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
from api.availability.service.presence import Presence, absences_among, presence_of
from api.availability.service.proof import export_opening_proof, get_opening_proof
from api.availability.service.proposing import propose_earlier
from api.availability.service.regulation import FAIRNESS, search_availability
from api.availability.service.relocating import move_into, move_to
from api.availability.service.reminders import remind
from api.availability.service.replacing import replace_displaced
from api.availability.service.search import list_next_slots, search_slots
from api.availability.service.soonest import first_free_of_each
from api.availability.service.subjects import SUBJECTS, Asker, What
from api.availability.service.sweeps import forget_expired, forget_people
from api.availability.service.taking import Taken
from api.availability.service.views import appointment_views
from api.availability.service.waiting import (
    accept_waiting_proposal,
    create_waiting_entry,
    decline_waiting_proposal,
    delete_waiting_entry,
    list_waiting_entries,
)
from api.availability.service.week_copies import copy_week
from api.directory.service import LEAVES, MEASURES
from api.people.service import FOLLOWS

FOLLOWS.append(follow_correction)
LEAVES.append(leaves_of)
MEASURES.append(first_free_of_each)

__all__ = [
    "BySlots",
    "given_by_slots",
    "FOLLOWERS",
    "Asker",
    "FAIRNESS",
    "FreeSlot",
    "HoldExpired",
    "OpeningOverlaps",
    "Place",
    "Presence",
    "Purpose",
    "SUBJECTS",
    "SlotTaken",
    "Taken",
    "Together",
    "What",
    "accept_waiting_proposal",
    "add_outside_calendar",
    "appointment_views",
    "book_appointment",
    "book_given_time",
    "book_slot",
    "book_time",
    "cancel",
    "cancel_appointment",
    "change_opening_day",
    "claim",
    "copy_week",
    "create_absence",
    "create_closure",
    "create_hold",
    "create_opening",
    "create_waiting_entry",
    "decline_waiting_proposal",
    "delete_closure",
    "delete_hold",
    "delete_opening",
    "delete_outside_calendar",
    "delete_waiting_entry",
    "displaced_cancelled",
    "end_absence",
    "explain_time",
    "export_opening_proof",
    "find_caldav_calendars",
    "forget_expired",
    "forget_people",
    "free_slots",
    "fulfil",
    "fulfil_appointment",
    "get_absence",
    "get_agenda",
    "get_appointment",
    "get_calendar_feed",
    "get_my_call_times",
    "get_opening",
    "get_opening_proof",
    "get_outside_calendar",
    "leaves_of",
    "let_displaced_go",
    "list_absences",
    "list_appointments",
    "list_call_offers",
    "list_displaced_appointments",
    "list_next_slots",
    "list_no_show_follow_ups",
    "list_open_professionals",
    "list_openings",
    "list_outside_calendars",
    "list_waiting_entries",
    "lock",
    "move_appointment",
    "move_into",
    "move_to",
    "no_show",
    "open_until",
    "absences_among",
    "presence_of",
    "propose_earlier",
    "preview_absence",
    "preview_opening_change",
    "read_calendar_feed",
    "record_displaced_call",
    "record_no_show",
    "record_no_show_call",
    "refresh_outside_calendar",
    "release",
    "remind",
    "renew_calendar_feed",
    "replace_displaced",
    "replace_my_call_times",
    "replace_opening",
    "replace_outside_calendar",
    "replace_outside_calendar_file",
    "restore_opening_day",
    "revoke_calendar_feed",
    "search_availability",
    "search_slots",
    "settle_displaced",
    "upload_outside_calendar",
    "advance",
    "keep_together",
    "look_at",
    "prepare",
    "release_all",
    "shorten",
    "take_one_of",
    "take_slot_with",
    "take_time_with",
    "taken_spans",
    "write",
    "withdraw_replacement",
]
