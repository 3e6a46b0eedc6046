"""Agendas kept elsewhere: where busy time is read, and the feed in which others read ours."""

from api.availability.service.outside.calendars import (
    add_outside_calendar,
    delete_outside_calendar,
    get_outside_calendar,
    list_outside_calendars,
    refresh_outside_calendar,
    replace_outside_calendar,
)
from api.availability.service.outside.feed import (
    get_calendar_feed,
    read_calendar_feed,
    renew_calendar_feed,
    revoke_calendar_feed,
)
from api.availability.service.outside.files import replace_outside_calendar_file, upload_outside_calendar
from api.availability.service.outside.finding import find_caldav_calendars
from api.availability.service.outside.syncing import read_due, read_outside_calendars

__all__ = [
    "add_outside_calendar",
    "delete_outside_calendar",
    "find_caldav_calendars",
    "get_calendar_feed",
    "get_outside_calendar",
    "list_outside_calendars",
    "read_calendar_feed",
    "read_due",
    "read_outside_calendars",
    "refresh_outside_calendar",
    "renew_calendar_feed",
    "replace_outside_calendar",
    "replace_outside_calendar_file",
    "revoke_calendar_feed",
    "upload_outside_calendar",
]
