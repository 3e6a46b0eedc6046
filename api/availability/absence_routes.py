"""Absences and whom to call about them, over HTTP. Served with `routes.py`."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.availability import service
from api.contract.models import (
    Absence,
    AbsenceInput,
    AbsenceList,
    AbsencePreview,
    DisplacedAppointment,
    DisplacedAppointmentList,
    DisplacedCall,
    ListAbsencesQuery,
    ListDisplacedAppointmentsQuery,
    PreviewAbsenceQuery,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes

routes = Routes("availability")


@routes.operation("listAbsences")
async def list_absences(
    db: Db, actor: CurrentActor, query: Annotated[ListAbsencesQuery, Query()]
) -> AbsenceList:
    return await service.list_absences(db, actor, query)


@routes.operation("createAbsence")
async def create_absence(db: Db, actor: CurrentActor, body: AbsenceInput) -> Absence:
    return await service.create_absence(db, actor, body)


@routes.operation("previewAbsence")
async def preview_absence(
    db: Db, actor: CurrentActor, query: Annotated[PreviewAbsenceQuery, Query()]
) -> AbsencePreview:
    return await service.preview_absence(db, actor, query)


@routes.operation("getAbsence")
async def get_absence(db: Db, actor: CurrentActor, absence_id: UUID) -> Absence:
    return await service.get_absence(db, actor, absence_id)


@routes.operation("endAbsence")
async def end_absence(db: Db, actor: CurrentActor, absence_id: UUID, version: ExpectedVersion) -> None:
    return await service.end_absence(db, actor, absence_id, version)


@routes.operation("withdrawReplacement")
async def withdraw_replacement(
    db: Db, actor: CurrentActor, absence_id: UUID, version: ExpectedVersion
) -> Absence:
    return await service.withdraw_replacement(db, actor, absence_id, version)


@routes.operation("listDisplacedAppointments")
async def list_displaced_appointments(
    db: Db, actor: CurrentActor, absence_id: UUID, query: Annotated[ListDisplacedAppointmentsQuery, Query()]
) -> DisplacedAppointmentList:
    return await service.list_displaced_appointments(db, actor, absence_id, query)


@routes.operation("recordDisplacedCall")
async def record_displaced_call(
    db: Db, actor: CurrentActor, displaced_id: UUID, body: DisplacedCall
) -> DisplacedAppointment:
    return await service.record_displaced_call(db, actor, displaced_id, body)
