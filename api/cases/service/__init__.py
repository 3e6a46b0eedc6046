"""Cases, for the request modules (open, record, update, load) and for the board (list, count, thread)."""

from api.cases.kinds import KINDS, BoardFacts, CaseKindSpec, Facts
from api.cases.service.board import case_views, clock_of, count_cases, list_cases
from api.cases.service.correcting import cases_of
from api.cases.service.handling import release_case, take_case
from api.cases.service.header import (
    KEEP,
    ClockFacts,
    Requester,
    Where,
    load,
    open_case,
    parts_of,
    record,
    update,
)
from api.cases.service.reading import list_unread_threads, mark_thread_read
from api.cases.service.relation import may_read_identity
from api.cases.service.retention import ERASURES, erase, erase_what_is_due
from api.cases.service.thread import follow, list_timeline, post_message
from api.cases.service.watchers import followers_of, watchers

__all__ = [
    "ERASURES",
    "KEEP",
    "KINDS",
    "BoardFacts",
    "CaseKindSpec",
    "ClockFacts",
    "Facts",
    "Requester",
    "Where",
    "case_views",
    "cases_of",
    "clock_of",
    "count_cases",
    "erase",
    "erase_what_is_due",
    "follow",
    "followers_of",
    "list_cases",
    "list_timeline",
    "list_unread_threads",
    "load",
    "mark_thread_read",
    "may_read_identity",
    "open_case",
    "parts_of",
    "post_message",
    "record",
    "release_case",
    "take_case",
    "update",
    "watchers",
]
