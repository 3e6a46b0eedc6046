"""Reading when somebody is busy: what agendas export, and what nobody should."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from api.core.ics.apart import read_apart
from api.core.ics.multistatus import calendars, question
from api.core.ics.reading import busy_times, decoded
from api.core.ics.results import NotACalendar, Reading, Span, TooMuch, own_ending

PARIS = ZoneInfo("Europe/Paris")
HERE = Path(__file__).parent
OURS = own_ending("here")
OWNER = UUID(int=7)
OCTOBER: Span = (
    int(datetime(2026, 10, 1, tzinfo=PARIS).timestamp()),
    int(datetime(2026, 11, 1, tzinfo=PARIS).timestamp()),
)


def read(text: str, *, all_day: bool = True, window: Span = OCTOBER, zone: ZoneInfo = PARIS) -> Reading:
    """Read it in this process."""
    return busy_times([text], zone, window, all_day=all_day, own=OURS)


def calendar(*events: str, head: str = "") -> str:
    """A calendar of events given by their lines."""
    body = "".join(
        f"BEGIN:VEVENT\nUID:e{n}@x.example\n{event}\nEND:VEVENT\n" for n, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//\n{head}{body}END:VCALENDAR\n"


def said(reading: Reading) -> list[str]:
    """The stretches, as the wall of the territory shows them."""
    walls = [[datetime.fromtimestamp(edge, PARIS) for edge in span] for span in reading.spans]
    return [
        f"{a:%d %H:%M}-{b:%H:%M}" if a.date() == b.date() else f"{a:%d %H:%M}-{b:%d %H:%M}" for a, b in walls
    ]


def from_file(name: str, **given: bool) -> list[str]:
    """What a file of that shape says."""
    reading = read(decoded((HERE / f"{name}.ics").read_bytes()), **given)
    assert reading.unread == 0
    return said(reading)


def test_a_google_agenda_is_read_with_its_moved_excluded_cancelled_and_free_events() -> None:
    assert from_file("google") == [
        *("05 12:30-14:00", "08 12:30-14:00", "12 12:30-14:00", "14 09:00-09:45", "15 12:30-14:00"),
        *("19 15:00-16:00", "24 00:00-26 00:00", "26 12:30-14:00"),
    ]


def test_an_outlook_agenda_is_read_with_its_windows_zones_and_its_own_word_for_busy() -> None:
    assert from_file("outlook") == [
        *("21 09:00-12:00", "23 14:00-15:00", "26 00:00-28 00:00", "28 09:00-12:00", "29 09:00-10:00"),
    ]


def test_an_apple_agenda_is_read_with_its_floating_and_lasting_events() -> None:
    assert from_file("apple") == [
        *("02 18:00-19:30", "07 08:00-08:45", "12 00:00-14 00:00", "20 21:00-22:00", "27 21:00-22:00"),
        "30 23:30-31 00:30",
    ]


def test_events_of_whole_days_leave_free_when_the_owner_says_so() -> None:
    assert [line for line in from_file("google", all_day=False) if "00:00" in line] == []
    assert [line for line in from_file("outlook", all_day=False) if "00:00" in line] == []
    assert "07 08:00-08:45" in from_file("apple", all_day=False)


def test_a_floating_time_is_one_of_the_territory() -> None:
    text = calendar("DTSTART:20261007T080000\nDTEND:20261007T090000")
    island = read(text, zone=ZoneInfo("Indian/Reunion"))
    assert datetime.fromtimestamp(island.spans[0][0], UTC).hour == 4
    assert said(read(text)) == ["07 08:00-09:00"]


def test_an_unknown_zone_is_read_like_a_floating_time() -> None:
    assert said(read(calendar("DTSTART;TZID=Pays/Perdu:20261007T080000\nDURATION:PT1H"))) == [
        "07 08:00-09:00"
    ]


def test_a_weekly_event_keeps_its_hour_over_a_change_of_clocks() -> None:
    weekly = "DTSTART;TZID=Europe/Paris:20261020T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"
    assert said(read(calendar(weekly))) == ["20 09:00-10:00", "27 09:00-10:00"]


def test_an_endless_recurrence_ends_with_the_window() -> None:
    reading = read(calendar("DTSTART:20200101T080000Z\nDURATION:PT30M\nRRULE:FREQ=DAILY"))
    assert len(reading.spans) == 31


def test_touching_and_overlapping_events_are_one_stretch() -> None:
    three = [f"DTSTART:20261007T{h}0000Z\nDURATION:PT{m}M" for h, m in (("08", 60), ("09", 30), ("09", 90))]
    assert said(read(calendar(*three))) == ["07 10:00-12:30"]


def test_what_comes_back_of_our_own_feed_does_not_count() -> None:
    event = calendar("DTSTART:20261007T080000Z\nDURATION:PT1H")
    assert read(event.replace("@x.example", OURS.upper())).spans == []
    assert len(read(event.replace("@x.example", own_ending("elsewhere"))).spans) == 1, "another instance"


def test_published_free_busy_is_read() -> None:
    text = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VFREEBUSY\nUID:1\n"
        "FREEBUSY;FBTYPE=BUSY:20261007T080000Z/20261007T090000Z,20261008T080000Z/PT2H\n"
        "FREEBUSY;FBTYPE=FREE:20261009T080000Z/PT1H\nEND:VFREEBUSY\nEND:VCALENDAR\n"
    )
    assert said(read(text)) == ["07 10:00-11:00", "08 10:00-12:00"]


def test_an_event_that_cannot_be_read_is_counted_and_the_others_are_kept() -> None:
    reading = read(
        calendar(
            "DTSTART:2026AA07T080000Z\nDTEND:20261007T090000Z",
            "DTSTART:20261008T080000Z\nDURATION:PT1H",
            "DTSTART:20261009T080000Z\nDURATION:PT1H\nRRULE:FREQ=SILLY",
            "SUMMARY:sans heure",
        )
    )
    assert said(reading) == ["08 10:00-11:00", "09 10:00-11:00"]
    assert (reading.events, reading.unread) == (4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>Connectez-vous</html>",
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\n",
        "BEGIN:VCALENDAR\nVERSION:2.0\nligne\nEND:VCALENDAR\nBEGIN:VCALENDAR",
        "BEGIN:VCALENDAR\0\nEND:VCALENDAR",
        "BEGIN:VCARD\nFN:Personne\nEND:VCARD\n",
    ],
)
def test_what_is_no_whole_calendar_is_refused(text: str) -> None:
    with pytest.raises(NotACalendar):
        read(text)


def test_an_empty_calendar_is_a_calendar() -> None:
    assert read(calendar()) == Reading([], 0, 0)


def test_a_byte_order_mark_and_an_old_encoding_are_read() -> None:
    text = calendar("DTSTART:20261007T080000Z\nDURATION:PT1H\nSUMMARY:Réunion")
    for content in (text.encode("utf-8-sig"), text.encode("cp1252")):
        assert said(read(decoded(content))) == ["07 10:00-11:00"]


def test_too_many_events_are_refused_before_they_are_read() -> None:
    with pytest.raises(TooMuch):
        read("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nEND:VEVENT\n" * 20_001 + "END:VCALENDAR\n")


async def test_a_process_apart_reads_the_same() -> None:
    content = (HERE / "google.ics").read_bytes()
    apart = await read_apart(content, owner=OWNER, zone=PARIS, window=OCTOBER, all_day=True)
    assert apart == read(decoded(content))


async def test_a_recurrence_every_second_for_ever_ends_with_the_process() -> None:
    text = calendar("DTSTART:19000101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY")
    with pytest.raises(TooMuch):
        await read_apart(text.encode(), owner=OWNER, zone=PARIS, window=OCTOBER, all_day=True)


async def test_a_process_apart_says_what_is_no_calendar() -> None:
    with pytest.raises(NotACalendar):
        await read_apart(b"<html>", owner=OWNER, zone=PARIS, window=OCTOBER, all_day=True)


def multistatus(*texts: str) -> str:
    """The answer of a CalDAV server."""
    data = "".join(
        f"<d:response><d:href>/c/{n}.ics</d:href><d:propstat><d:prop><c:calendar-data>{text}"
        "</c:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
        for n, text in enumerate(texts)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><d:multistatus xmlns:d="DAV:" '
        f'xmlns:c="urn:ietf:params:xml:ns:caldav">{data}</d:multistatus>'
    )


async def test_the_answer_of_a_caldav_server_is_read() -> None:
    one, two = (calendar(f"DTSTART:2026100{n}T080000Z\nDURATION:PT1H") for n in (7, 8))
    apart = await read_apart(
        multistatus(one, two).encode(), owner=OWNER, zone=PARIS, window=OCTOBER, all_day=True, caldav=True
    )
    assert said(apart) == ["07 10:00-11:00", "08 10:00-11:00"]
    assert b'start="20260930T220000Z" end="20261031T230000Z"' in question(OCTOBER)


@pytest.mark.parametrize(
    "answer",
    [
        '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>',
        "<html>Connectez-vous</html>",
        "pas de XML",
    ],
)
def test_an_xml_that_is_no_calendar_answer_is_refused(answer: str) -> None:
    with pytest.raises(NotACalendar):
        list(calendars(answer))


WALLS = st.integers(0, 100 * 24 * 60).map(lambda m: datetime(2026, 8, 1, tzinfo=UTC) + timedelta(minutes=m))


@st.composite
def an_event(draw: st.DrawFn) -> str:
    """Lines of an event: zoned, UTC or floating; alone or repeated, with exclusions."""
    wall = draw(WALLS).strftime("%Y%m%dT%H%M%S")
    kind = draw(st.sampled_from(["zone", "utc", "floating", "day"]))
    head, tail = {
        "zone": (";TZID=Europe/Paris", ""),
        "utc": ("", "Z"),
        "floating": ("", ""),
        "day": (";VALUE=DATE", ""),
    }[kind]
    start = wall[:8] if kind == "day" else wall + tail
    lines = [f"DTSTART{head}:{start}"]
    lines += [
        f"DURATION:P{draw(st.integers(1, 3))}D"
        if kind == "day"
        else f"DURATION:PT{draw(st.integers(1, 900))}M"
    ]
    if draw(st.booleans()):
        freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
        rule = f"RRULE:FREQ={freq};INTERVAL={draw(st.integers(1, 4))}"
        rule += draw(st.sampled_from(["", ";COUNT=3", ";COUNT=12"]))
        lines.append(rule)
        if draw(st.booleans()):
            lines.append(f"EXDATE{head}:{start}")
    return "\n".join(lines)


@settings(max_examples=60, deadline=None)
@given(st.lists(an_event(), min_size=1, max_size=5))
def test_no_busy_time_is_lost_or_added_against_the_library_used_plainly(events: list[str]) -> None:
    """Minute by minute over October, whatever the events."""
    text = calendar(*events)
    minutes: set[int] = set()
    parsed = icalendar.Calendar.from_ical(text)
    for found in recurring_ical_events.of(parsed).between((2026, 9, 20), (2026, 11, 12)):
        edges = [found.start, found.end]
        walls = [e if isinstance(e, datetime) else datetime.combine(e, time()) for e in edges]
        start, end = (w if w.tzinfo else w.replace(tzinfo=PARIS) for w in walls)
        first, last = int(start.timestamp()), int(end.timestamp())
        minutes.update(range(max(first, OCTOBER[0]), min(last, OCTOBER[1]), 60))
    ours = {minute for start, end in read(text).spans for minute in range(start, end, 60)}
    assert ours == minutes


def test_the_window_is_the_limit() -> None:
    reading = read(calendar("DTSTART:20260101T000000Z\nDTEND:20270101T000000Z"))
    assert reading.spans == [OCTOBER]
    assert timedelta(seconds=OCTOBER[1] - OCTOBER[0]) == timedelta(days=31, hours=1)
