"""What is refused of a discharge as typed, each with its field and its cure. PURE. Source: domain rules
§5.2.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from api.contract.models import (
    AttendingDoctorStatus,
    DischargeFragility,
    DischargeFrequency,
    HospitalDischargeRequestInput,
    HospitalDischargeRules,
)
from api.contract.models import DischargeNeed as Need
from api.contract.models import DischargeReadyItem as Item
from api.core.members import or_none
from api.core.phones import PhoneRefused, e164
from api.core.problems import FieldError
from api.people.rules import NIR_HINT, refuse_nir, why_not_kept
from api.referrals.hospital_discharge.rules.lifecycle import LineFacts, live
from api.referrals.hospital_discharge.rules.needs import PRESCRIBED


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the ward says is there. Ticks and days: never a document."""

    informed: bool
    signed: bool
    valid_from: date | None
    valid_until: date | None
    letter_sent: bool


def missing(ready: Readiness, needs: Collection[Need]) -> list[Item]:
    """What is not there yet. A prescription is needed when one of the needs is prescribed."""
    found = [] if ready.informed else [Item.informed]
    if PRESCRIBED.intersection(needs):
        found += [] if ready.signed else [Item.prescription_signed]
        dated = ready.valid_from is not None and ready.valid_until is not None
        found += [] if dated else [Item.prescription_dates]
    return found if ready.letter_sent else [*found, Item.liaison_letter]


def holds_searches(items: Collection[Item]) -> bool:
    """Whether anything missing keeps everybody from being asked. The letter is written on the day of
    discharge (CSP R1112-1-2), so that it holds the confirmation of the ward alone."""
    return bool(set(items) - {Item.liaison_letter})


_FIELD = {
    Item.informed: "/informed",
    Item.prescription_signed: "/prescription_signed",
    Item.prescription_dates: "/prescription_until",
}


def errors_of_undone(items: Collection[Item]) -> list[FieldError]:
    """What was ready and is said not to be, while people are being asked because it was."""
    cure = "Somebody is being asked already: cancel if this is not so any more"
    return [FieldError(_FIELD[item], cure) for item in items if item in _FIELD]


def errors_of_day(planned_on: date, today: date, rules: HospitalDischargeRules) -> Iterator[FieldError]:
    """A return home is today or later, and not too far ahead to find anybody for it."""
    if planned_on < today:
        yield FieldError("/planned_on", "This day is past: correct it")
    elif planned_on > today + timedelta(days=rules.furthest_days):
        cure = f"More than {rules.furthest_days} days ahead: ask again nearer to the day"
        yield FieldError("/planned_on", cure)


def errors_of_prescription(
    valid_from: date | None, valid_until: date | None, planned_on: date
) -> Iterator[FieldError]:
    """The days of the prescription: in order, and not over before the return home."""
    if valid_until is None:
        return
    if valid_from is not None and valid_until < valid_from:
        yield FieldError("/prescription_until", "The last day comes before the first: correct one of them")
    elif valid_until < planned_on:
        yield FieldError("/prescription_until", "The prescription ends before the return home: renew it")


def errors_of(
    body: HospitalDischargeRequestInput, *, today: date, rules: HospitalDischargeRules, by_phone: bool
) -> list[FieldError]:
    """Everything that is wrong with a request as typed on that day, but for the person.

    `by_phone`: the coordination writes it for a ward that calls.
    """
    valid_from, valid_until = or_none(body.prescription_from), or_none(body.prescription_until)
    return [
        *errors_of_day(body.planned_on, today, rules),
        *errors_of_prescription(valid_from, valid_until, body.planned_on),
        *_of_lines(body),
        *_of_doctor(body),
        *_of_caller(body, by_phone=by_phone),
        *_of_note(body),
    ]


def errors_of_added(
    need: Need,
    frequency: DischargeFrequency | None,
    lines: Collection[LineFacts],
    status: AttendingDoctorStatus,
) -> list[FieldError]:
    """What is wrong with one need more."""
    found = []
    if any(line.need is need for line in live(lines)):
        found.append(FieldError("/need", "This need is there already"))
    if need is Need.nurse and frequency is None:
        found.append(FieldError("/frequency", "Say how often the nurse comes"))
    if need is Need.attending_doctor and status is AttendingDoctorStatus.known:
        found.append(FieldError("/need", "The attending doctor is known: nobody is to be found"))
    return found


def errors_of_unready(need: Need, ready: Readiness) -> list[FieldError]:
    """A prescribed need waits for its prescription: nobody is asked for what they may not do, nor are paid
    for."""
    if holds_searches(missing(ready, [need])):
        cure = "This need is prescribed: say first that its prescription is signed, and its dates"
        return [FieldError("/need", cure)]
    return []


def errors_of_criteria(
    criteria: Collection[DischargeFragility], rules: HospitalDischargeRules
) -> list[FieldError]:
    """The DAC takes complex situations: so many criteria, that a person has found true (domain rules
    §5.2)."""
    if len(set(criteria)) >= rules.dac_criteria:
        return []
    return [
        FieldError(
            "/criteria", f"The DAC needs {rules.dac_criteria} criteria: tick them, or do not hand over"
        )
    ]


def _of_lines(body: HospitalDischargeRequestInput) -> Iterator[FieldError]:
    seen = set()
    for index, line in enumerate(body.lines):
        pointer = f"/lines/{index}"
        if line.need in seen:
            yield FieldError(f"{pointer}/need", "This need is there twice: take one out")
        seen.add(line.need)
        frequency = or_none(line.frequency)
        if line.need is Need.nurse and frequency is None:
            yield FieldError(f"{pointer}/frequency", "Say how often the nurse comes")
    if Need.attending_doctor in seen and body.attending_doctor_status is AttendingDoctorStatus.known:
        cure = "The attending doctor is known: take this need out, or say that there is none"
        yield FieldError("/attending_doctor_status", cure)


def _of_doctor(body: HospitalDischargeRequestInput) -> Iterator[FieldError]:
    known = body.attending_doctor_status is AttendingDoctorStatus.known
    named = or_none(body.attending_professional_id) is not None
    if known and not named:
        cure = "Name the attending doctor, or say that you do not know them"
        yield FieldError("/attending_professional_id", cure)
    if named and not known:
        yield FieldError(
            "/attending_professional_id", "Leave this out, or say that the attending doctor is known"
        )


def _of_caller(body: HospitalDischargeRequestInput, *, by_phone: bool) -> Iterator[FieldError]:
    try:
        e164(body.caller_phone)
    except PhoneRefused as refused:
        yield FieldError("/caller_phone", str(refused))
    called = (or_none(body.requested_for) or "").strip()
    if called and not by_phone:
        yield FieldError("/requested_for", "Only the coordination enters requests for others: leave this out")
    if by_phone and not called:
        yield FieldError("/requested_for", "Say which ward calls")
    for pointer, text in (("/caller_name", body.caller_name), ("/requested_for", called)):
        if refuse_nir(text):
            yield FieldError(pointer, NIR_HINT)


def _of_note(body: HospitalDischargeRequestInput) -> Iterator[FieldError]:
    note = or_none(body.note)
    if note and (cure := why_not_kept(note, checked=not body.note_confirmed_not_medical)):
        yield FieldError("/note", cure)
