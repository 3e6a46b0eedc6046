"""The list of the CPAM: looked at, then entered, some lines at a time. The file itself is kept nowhere.

Each call reads the whole file again and works on its own part in one transaction, so that a network that
drops, a process that dies or two who import at once cost nothing: whoever is known is passed over.
Docs: docs/decisions/0042-public-form-and-list-of-the-cpam.md.
"""

import asyncio
from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases.service import Requester
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import AttendingDoctorSource as Source
from api.contract.models import CaseKind, RequestOrigin
from api.core import clock, spreadsheets
from api.core.actor import Actor
from api.core.db import wait_for_turn
from api.core.problems import FieldError, InvalidInput, MalformedRequest, NotAllowed
from api.identity import service as identity
from api.identity.policy import present_community
from api.people import service as people
from api.people.tables import Person
from api.referrals.attending_doctor import policy
from api.referrals.attending_doctor.rules.list_lines import ListedPerson, ReadList, read_list
from api.referrals.attending_doctor.rules.list_words import sentence
from api.referrals.attending_doctor.service import list_oppositions, oppositions
from api.referrals.attending_doctor.service.asking import SAID, FilingSource
from api.referrals.attending_doctor.service.facts import setting_of
from api.referrals.attending_doctor.service.filing import file_request

AT_ONCE = 200
"""People entered in one call: some seconds, so that a second import waits for its turn and gets it."""

FAULTS_SHOWN = 200


async def check_attending_doctor_list(
    db: AsyncSession, actor: Actor, media: str, content: bytes
) -> wire.AttendingDoctorListCheck:
    """What an import would do. NotAllowed but for the coordination; MalformedRequest for another media;
    InvalidInput on `/body` without a file."""
    found = await _read(db, actor, media, content, clock.now())
    known = await _known(db, actor, found.people)
    faults = [
        wire.AttendingDoctorLineFault(line=line.number, field=field, fault=fault)
        for line, faulty in found.refused
        for field, fault in faulty.faults
    ]
    return wire.AttendingDoctorListCheck(
        problem=found.problem,
        missing=list(found.missing),
        columns=[
            wire.AttendingDoctorListColumn(
                name=column.name, field=column.field, is_social_security=column.is_social_security
            )
            for column in found.columns
        ],
        lines=found.lines,
        ready=len(found.people) - len(known),
        known=len(known),
        refused=len(found.refused),
        opposed=sum(faulty.opposing is not None for _, faulty in found.refused),
        faults=faults[:FAULTS_SHOWN],
    )


async def import_attending_doctor_list(
    db: AsyncSession, actor: Actor, query: wire.ImportAttendingDoctorListQuery, media: str, content: bytes
) -> wire.AttendingDoctorListImport:
    """Enter the people of the lines from `from_line` on, at most `AT_ONCE`; `next_line` says where to go on.
    What is open for those who oppose by one of these lines ends.

    Raises what checking does; InvalidInput on `/query/informed_on` for a day to come, and on `/body` for a
    file of which nothing can be read.
    """
    at = clock.now()
    found = await _read(db, actor, media, content, at)
    setting = await setting_of(db, present_community(actor), at)
    if query.informed_on > setting.today:
        message = "Give a day that has come: that of the letter by which these people were informed"
        raise InvalidInput(errors=[FieldError("/query/informed_on", message)])
    _expect_table(found)
    first = query.from_line
    coming = [person for person in found.people if person.line >= first]
    mine, next_line = coming[:AT_ONCE], coming[AT_ONCE].line if len(coming) > AT_ONCE else None
    # Two imports at once: the second sees whom the first entered.
    await wait_for_turn(db, f"attending doctor list|{present_community(actor)}")
    known = await _known(db, actor, mine)
    passed = [
        faulty
        for line, faulty in found.refused
        if line.number >= first and (next_line is None or line.number < next_line)
    ]
    refused, imported = len(passed), 0
    for person in mine:
        if _hash(person) in known:
            continue
        try:
            source = _source(actor, person.informed_on or query.informed_on, setting.zone)
            await file_request(db, actor, source, _entry(person), at)
            imported += 1
        except InvalidInput:
            # What only the entry itself refuses; it does so before it keeps anything.
            refused += 1
    opposing = [faulty.opposing for faulty in passed if faulty.opposing is not None]
    stopped = await list_oppositions.heed(db, actor, opposing, query.informed_on, at)
    counts = {
        "imported": imported,
        "known": len(known),
        "refused": refused,
        "stopped": stopped,
        "informed_on": query.informed_on.isoformat(),
    }
    await audit.record(db, actor, "attending_doctor_list.imported", "community", None, detail=counts)
    return wire.AttendingDoctorListImport(
        imported=imported,
        known=len(known),
        refused=refused,
        stopped=stopped,
        lines=imported + len(known) + refused,
        next_line=next_line,
    )


async def export_refused_attending_doctor_lines(
    db: AsyncSession, actor: Actor, media: str, content: bytes
) -> Response:
    """The refused lines with their reasons, to be corrected and sent again; without social security numbers.

    Raises what importing does of a file.
    """
    found = await _read(db, actor, media, content, clock.now())
    _expect_table(found)
    kept = [index for index, column in enumerate(found.columns) if not column.is_social_security]
    names = [found.columns[index].name for index in kept]
    rows = [spreadsheets.line(["Ligne", "À corriger", *names])]
    for line, faulty in found.refused:
        cells = line.cells or []
        said = [cells[index] if index < len(cells) else "" for index in kept]
        reasons = " ; ".join(sentence(field, fault) for field, fault in faulty.faults)
        rows.append(spreadsheets.line([line.number, reasons, *said]))
    return Response(
        spreadsheets.MARK + "".join(rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="lignes-a-corriger.csv"'},
    )


async def _read(db: AsyncSession, actor: Actor, media: str, content: bytes, at: datetime) -> ReadList:
    """The file, read beside the event loop: others are answered meanwhile."""
    if not policy.may_coordinate(actor):
        raise NotAllowed("Only the coordination imports the list of the CPAM")
    if media.split(";", 1)[0].strip().lower() != "text/csv":
        raise MalformedRequest("Send the file as Content-Type: text/csv")
    if not content:
        raise InvalidInput(errors=[FieldError("/body", "Send the file itself as the body")])
    community_id = present_community(actor)
    territory = frozenset((await identity.community_of(db, community_id)).communes)
    today = (await setting_of(db, community_id, at)).today
    opposed = await oppositions.opposed_in(db, community_id)
    return await asyncio.to_thread(_read_beside, content, territory, today, opposed)


def _expect_table(found: ReadList) -> None:
    """Raise InvalidInput on `/body` for a file of which nothing can be read."""
    if found.problem is not None:
        message = f"Nothing of this file can be read ({found.problem.value}): check it first"
        raise InvalidInput(errors=[FieldError("/body", message)])


def _read_beside(
    content: bytes, territory: Collection[str], today: date, opposed: Collection[bytes]
) -> ReadList:
    if not opposed:
        return read_list(content, territory=territory, today=today)
    return read_list(
        content, territory=territory, today=today, opposed=lambda person: _hash(person) in opposed
    )


async def _known(db: AsyncSession, actor: Actor, listed: Sequence[ListedPerson]) -> set[bytes]:
    """Those of whom the community has a request already, open or ended, as long as it knows who they are:
    the caisse goes on writing a name as wrong as it was before the correction (0062)."""
    hashes = {_hash(person) for person in listed}
    found = (
        select(Person.identity_hash, Person.former_hashes)
        .join(Case, Case.person_id == Person.id)
        .where(
            Person.community_id == actor.community_id,
            Case.kind == CaseKind.attending_doctor,
            people.written_as(hashes),
        )
    )
    written = {one for present, former in await db.execute(found) for one in (present, *former)}
    return hashes & written


def _hash(person: ListedPerson) -> bytes:
    return people.identity_hash(person.family_name, person.given_name, person.birth_date)


def _source(actor: Actor, letter: date, zone: ZoneInfo) -> FilingSource:
    """The caisse, which informed the person on the day of its letter."""
    source = Source.health_insurance
    requester = Requester("account", actor.id, SAID[source], "", organisation_id=None)
    informed_at = datetime.combine(letter, time(), zone)
    return FilingSource(source, RequestOrigin.health_insurance, requester, informed_at=informed_at)


def _entry(person: ListedPerson) -> wire.AttendingDoctorRequestInput:
    """The line as an entry. Why there is no doctor, the CPAM does not say."""
    return wire.AttendingDoctorRequestInput(
        person=wire.PersonInput(
            family_name=person.family_name,
            given_name=person.given_name,
            birth_date=person.birth_date,
            sex=person.sex,
            phone=person.phone,
            commune_insee=person.commune_insee,
            address_line=person.address_line,
        ),
        email=person.email,
        informed=True,
        declared_doctor=False,
        absence_reason=wire.AttendingDoctorAbsence.other,
        former_doctor=person.former_doctor,
        household_without_doctor=person.household_without_doctor,
        long_term_illness=person.long_term_illness,
        home_visit=person.home_visit,
        social_cover=person.social_cover,
        pregnancy=person.pregnancy,
        disability=person.disability,
    )
