"""What goes on around the agendas of the demonstration: somebody away, somebody who waits, busy time
elsewhere, people in a walk-in range. Each is lived once, and again when its time has passed."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.availability import service as agendas
from api.contract import models as wire
from api.contract.models import CareMode, DisplacedState, Need, OpeningKind
from api.seed.stage import Stage, person_facts
from api.seed.stories import AUBERTIN, COORDINATOR, ESTEVE, PHARMACIST, THEVENIN

ELSEWHERE = "Agenda personnel"
"""The agenda that the doctor one signs in as keeps elsewhere."""

ASKED_FOR = (CareMode.office, CareMode.office, CareMode.home_visit, CareMode.video)
"""How those whom the absence meets were to be seen: a colleague has room at the practice only."""

MONDAY, WEDNESDAY = 1, 3
_AT_LUNCH = ("MO,TU,TH,FR", time(12, 30), time(13, 30))
_ON_WEDNESDAYS = ("WE", time(12, 0), time(15, 0))


async def vitry(stage: Stage) -> None:
    """All of it; the demonstration's other territory has a smaller day."""
    await _busy_elsewhere(stage)
    await _comes_without_appointment(stage)
    await _waits_for_earlier(stage)
    await _away(stage)


async def _busy_elsewhere(stage: Stage) -> None:
    """A doctor lets Maillage read the agenda kept elsewhere."""
    doctor = stage.cast[AUBERTIN]
    async with stage.act(stage.ago(6)) as db:
        known = await agendas.list_outside_calendars(db, doctor, wire.ListOutsideCalendarsQuery())
        if known.items:
            return
        monday = _day(stage, MONDAY, after=-7)
        query = wire.UploadOutsideCalendarQuery(name=ELSEWHERE)
        await agendas.upload_outside_calendar(db, doctor, query, "text/calendar", _file(monday).encode())


def _file(monday: datetime) -> str:
    """Lunches and a Wednesday afternoon, each week, as an agenda writes them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Agenda personnel//FR"]
    for number, (days, starts, ends) in enumerate((_AT_LUNCH, _ON_WEDNESDAYS)):
        first = monday + timedelta(days=2 * number)
        lines += [
            *("BEGIN:VEVENT", f"UID:{number}@agenda.example", f"DTSTAMP:{monday:%Y%m%d}T000000Z"),
            f"DTSTART;TZID={first.tzinfo}:{first:%Y%m%d}T{starts:%H%M%S}",
            f"DTEND;TZID={first.tzinfo}:{first:%Y%m%d}T{ends:%H%M%S}",
            *(f"RRULE:FREQ=WEEKLY;BYDAY={days}", "SUMMARY:Occupé", "END:VEVENT"),
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


async def _comes_without_appointment(stage: Stage) -> None:
    """Two people are sent to the next walk-in range."""
    for minutes in (50, 41):
        from_at = stage.now + timedelta(hours=2)
        await _books(stage, AUBERTIN, stage.ago(minutes), from_at, days=8, kind=OpeningKind.range, at_most=2)


async def _waits_for_earlier(stage: Stage) -> None:
    """A person has an appointment in five days and would come earlier."""
    asker = stage.cast[PHARMACIST]
    async with stage.act(stage.ago(45)) as db:
        waiting = await agendas.list_waiting_entries(db, asker, wire.ListWaitingEntriesQuery())
    if waiting.items:
        return
    soonest = _midnight(stage) + timedelta(days=5)
    booked = await _books(stage, ESTEVE, stage.ago(45), soonest, days=4, need=Need.dermatology)
    if booked is not None:
        async with stage.act(stage.ago(44)) as db:
            scope = wire.WaitingScope.same_professional
            body = wire.WaitingEntryInput(appointment_id=booked.id, scope=scope)
            await agendas.create_waiting_entry(db, asker, body)


async def _away(stage: Stage) -> None:
    """A doctor is away for three days: a colleague sees some of those booked, the others are to be called."""
    coordinator, professional = stage.cast[COORDINATOR], stage.cast[THEVENIN].professional_id
    first, said = _day(stage, WEDNESDAY, after=2), stage.ago(20)
    async with stage.act(said) as db:
        known = await agendas.list_absences(db, coordinator, wire.ListAbsencesQuery())
    if any(absence.professional.id == professional for absence in known.items):
        return
    for minutes, mode in enumerate(ASKED_FOR):
        await _books(stage, THEVENIN, stage.ago(60 - minutes), first, days=3, mode=mode)
    async with stage.act(said) as db:
        body = wire.AbsenceInput.model_validate(
            {
                "professional_id": professional,
                "starts_at": first,
                "ends_at": first + timedelta(days=3),
                "reason": wire.ClosureReason.training,
            }
        )
        absence = await agendas.create_absence(db, coordinator, body)
    await agendas.replace_displaced(stage.community.id, stage.ago(19))
    async with stage.act(stage.ago(12)) as db:
        query = wire.ListDisplacedAppointmentsQuery()
        met = await agendas.list_displaced_appointments(db, coordinator, absence.id, query)
        placed = [row for row in met.items if row.state is DisplacedState.placed]
        if placed:
            told = wire.DisplacedCall(outcome=wire.CallOutcome.told)
            await agendas.record_displaced_call(db, coordinator, placed[0].id, told)


async def _books(
    stage: Stage,
    whom: str,
    at: datetime,
    from_at: datetime,
    *,
    days: int,
    need: Need = Need.prescription_renewal,
    mode: CareMode = CareMode.office,
    kind: OpeningKind = OpeningKind.slots,
    at_most: int | None = None,
) -> wire.Appointment | None:
    """The pharmacist books the first free slot of these days for somebody; None when there is none, or when
    `at_most` people are in it already."""
    professional = stage.cast[whom].professional_id
    assert professional is not None  # noqa: S101  the cast of doctors
    async with stage.act(at) as db:
        free = await agendas.free_slots(
            db,
            professional_ids=[professional],
            from_at=from_at,
            to_at=from_at + timedelta(days=days),
            at=at,
            mode=mode,
        )
        fitting = [slot for slot in free if slot.opening.kind == kind]
        if not fitting or (at_most and fitting[0].opening.capacity - fitting[0].places_left >= at_most):
            return None
        facts: dict[str, Any] = {"slot_id": fitting[0].slot_id, "mode": mode, "need": need}
        body = wire.AppointmentInput.model_validate(facts | {"person": person_facts(stage.patient())})
        return await agendas.book_appointment(db, stage.cast[PHARMACIST], body)


def _midnight(stage: Stage) -> datetime:
    return stage.now.astimezone(ZoneInfo(stage.community.time_zone)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )


def _day(stage: Stage, weekday: int, *, after: int) -> datetime:
    """Midnight of the first such day (1 is Monday) that is `after` days from today at the soonest."""
    soonest = _midnight(stage) + timedelta(days=after)
    return soonest + timedelta(days=(weekday - soonest.isoweekday()) % 7)
