"""Discharges from hospital, lived just now: at home and to check, red, searched for, to complete."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api.cases.service import list_cases
from api.contract.models import (
    AttendingDoctorStatus,
    CaseKind,
    DischargeAutonomy,
    DischargeFragility,
    DischargeFrequency,
    DischargeHandedTo,
    DischargeHandover,
    DischargeLineInput,
    DischargeNeed,
    DischargeSettlement,
    HospitalDischargeRequestInput,
    ListCasesQuery,
)
from api.referrals.hospital_discharge import service as discharges
from api.seed.stage import Stage, person_facts
from api.seed.stories import AUBERTIN, COORDINATOR, NURSE, PHARMACIST

WARD = "Céline Bastide"
OLD = (68, 130)
"""Ages of those who go home, in years."""

_HOUR, _DAY = 60, 24 * 60


async def vitry(stage: Stage) -> None:
    """Vitry-sur-Seine, from three days ago to now."""
    await _at_home(stage)
    await _red(stage)
    await _to_complete(stage)
    await _searched(stage)


async def close_what_is_left(stage: Stage, coordinator: str) -> None:
    """The coordination hands over the discharges of another day."""
    actor, body = stage.cast[coordinator], DischargeHandover(to=DischargeHandedTo.prado)
    query = ListCasesQuery(kind=CaseKind.hospital_discharge, limit=200)
    async with stage.act(stage.now) as db:
        board = await list_cases(db, actor, query)
    for case in board.items:
        async with stage.act(stage.now) as db:
            await discharges.hand_discharge_over(db, actor, case.id, case.version, body, at=stage.now)


async def _at_home(stage: Stage) -> None:
    """Home since the day before yesterday: somebody looks whether all is in place."""
    asked = 3 * _DAY
    lines = await _prepare(stage, asked, _day(stage, -2), DischargeNeed.nurse, usual=(NURSE,))
    if not await stage.agrees(NURSE, lines[DischargeNeed.nurse], stage.ago(asked - 30)):
        await _telephone(stage, lines, DischargeNeed.nurse, asked - 60, "SSIAD des Deux Rives")
    whole, at = await stage.whole_of(lines[DischargeNeed.nurse]), stage.ago(2 * _DAY)
    async with stage.act(at) as db:
        version = await stage.version(whole)
        await discharges.record_hospital_departure(db, stage.cast[WARD], whole, version, at=at)
    await _meals(stage, whole)
    await stage.time_passes(stage.ago(20))


async def _meals(stage: Stage, whole: UUID) -> None:
    """Once at home the person needs meals too: a need is added, and met by telephone."""
    coordinator, at, need = stage.cast[COORDINATOR], stage.ago(1.5 * _DAY), DischargeNeed.home_help
    version = await stage.version(whole)
    async with stage.act(at) as db:
        added = await discharges.add_discharge_line(
            db, coordinator, whole, version, DischargeLineInput(need=need), at=at
        )
    lines = {line.need: line.id for line in added.lines}
    await _telephone(stage, lines, need, 1.5 * _DAY - 40, "Portage de repas du Moulin")


async def _red(stage: Stage) -> None:
    """Tomorrow or today, and no nurse: the coordination has to call the ward."""
    asked = 30 * _HOUR
    near = (stage.now + timedelta(hours=12)).astimezone(_zone(stage)).date()
    needs = (DischargeNeed.nurse, DischargeNeed.pharmacist, DischargeNeed.equipment)
    lines = await _prepare(
        stage,
        asked,
        near,
        *needs,
        usual=(PHARMACIST,),
        frequency=DischargeFrequency.three_times_daily,
        fragilities=(DischargeFragility.isolated, DischargeFragility.repeated_hospital_stays),
    )
    await stage.agrees(PHARMACIST, lines[DischargeNeed.pharmacist], stage.ago(asked - 40))
    await _telephone(stage, lines, DischargeNeed.equipment, asked - 90, "Matériel médical du Vercors")
    for minutes in range(asked - _HOUR, 0, -2 * _HOUR):
        await stage.time_passes(stage.ago(minutes))


async def _to_complete(stage: Stage) -> None:
    """The prescription is not signed yet: nobody is asked."""
    await _prepare(
        stage, 55, _day(stage, 3), DischargeNeed.nurse, DischargeNeed.physiotherapist, signed=False
    )


async def _searched(stage: Stage) -> None:
    """Asked some minutes ago: the usual nurse first, a visit of the doctor, meals by telephone."""
    needs = (DischargeNeed.nurse, DischargeNeed.doctor_visit, DischargeNeed.home_help)
    await _prepare(stage, 14, _day(stage, 5), *needs, usual=(NURSE,), attending=AUBERTIN)


async def _prepare(
    stage: Stage,
    minutes_ago: float,
    planned_on: date,
    *needs: DischargeNeed,
    usual: tuple[str, ...] = (),
    attending: str | None = None,
    frequency: DischargeFrequency = DischargeFrequency.daily,
    fragilities: tuple[DischargeFragility, ...] = (),
    signed: bool = True,
) -> dict[DischargeNeed, UUID]:
    """The ward prepares a return home; the ids of its lines, by need."""
    doctor = stage.cast[attending].professional_id if attending else None
    facts: dict[str, Any] = {
        "person": person_facts(stage.patient(ages=OLD)),
        "planned_on": planned_on,
        "lines": [
            {"need": need, "frequency": frequency} if need is DischargeNeed.nurse else {"need": need}
            for need in needs
        ],
        "caller_name": WARD,
        "caller_phone": "0199006410",
        "informed": True,
        "prescription_signed": signed,
        "prescription_from": planned_on,
        "prescription_until": planned_on + timedelta(days=30),
        "liaison_letter_sent": False,
        "attending_doctor_status": AttendingDoctorStatus.known if doctor else AttendingDoctorStatus.unknown,
        "usual_professional_ids": [stage.cast[name].professional_id for name in usual],
        "autonomy": DischargeAutonomy.helped,
        "lives_alone": bool(fragilities),
        "fragilities": list(fragilities),
    }
    if doctor is not None:
        facts["attending_professional_id"] = doctor
    body, at = HospitalDischargeRequestInput.model_validate(facts), stage.ago(minutes_ago)
    async with stage.act(at) as db:
        request = await discharges.create_hospital_discharge_request(db, stage.cast[WARD], body, at=at)
    return {line.need: line.id for line in request.lines}


async def _telephone(
    stage: Stage, lines: dict[DischargeNeed, UUID], need: DischargeNeed, minutes_ago: float, by: str
) -> None:
    """The coordination finds somebody outside of the network."""
    at, whole = stage.ago(minutes_ago), await stage.whole_of(lines[need])
    version, body = await stage.version(whole), DischargeSettlement(settled_with=by)
    async with stage.act(at) as db:
        await discharges.settle_discharge_line(
            db, stage.cast[COORDINATOR], whole, lines[need], version, body, at=at
        )


def _zone(stage: Stage) -> ZoneInfo:
    return ZoneInfo(stage.community.time_zone)


def _day(stage: Stage, days: int) -> date:
    """The day of the territory, so many days from now."""
    return stage.now.astimezone(_zone(stage)).date() + timedelta(days=days)
