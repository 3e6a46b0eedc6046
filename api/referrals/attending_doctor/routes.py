"""The search for an attending doctor on the wire."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.contract import models as wire
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes
from api.referrals.attending_doctor import service
from api.referrals.attending_doctor.entry_routes import entry_routes

__all__ = ["entry_routes", "routes"]

routes = Routes("attending_doctor")


@routes.operation("listAttendingDoctorRequests")
async def list_attending_doctor_requests(
    db: Db, actor: CurrentActor, query: Annotated[wire.ListAttendingDoctorRequestsQuery, Query()]
) -> wire.AttendingDoctorRequestList:
    return await service.list_attending_doctor_requests(db, actor, query)


@routes.operation("createAttendingDoctorRequest")
async def create_attending_doctor_request(
    db: Db, actor: CurrentActor, body: wire.AttendingDoctorRequestInput
) -> wire.AttendingDoctorRequest:
    return await service.create_attending_doctor_request(db, actor, body)


@routes.operation("getAttendingDoctorRequest")
async def get_attending_doctor_request(
    db: Db, actor: CurrentActor, request_id: UUID
) -> wire.AttendingDoctorRequest:
    return await service.get_attending_doctor_request(db, actor, request_id)


@routes.operation("completeAttendingDoctorRequest")
async def complete_attending_doctor_request(
    db: Db,
    actor: CurrentActor,
    request_id: UUID,
    version: ExpectedVersion,
    body: wire.AttendingDoctorCompletion,
) -> wire.AttendingDoctorRequest:
    return await service.complete_attending_doctor_request(db, actor, request_id, version, body)


@routes.operation("qualifyAttendingDoctorRequest")
async def qualify_attending_doctor_request(
    db: Db,
    actor: CurrentActor,
    request_id: UUID,
    version: ExpectedVersion,
    body: wire.AttendingDoctorQualification,
) -> wire.AttendingDoctorRequest:
    return await service.qualify_attending_doctor_request(db, actor, request_id, version, body)


@routes.operation("proposeAttendingDoctor")
async def propose_attending_doctor(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.AttendingDoctorRequest:
    return await service.propose_attending_doctor(db, actor, request_id, version)


@routes.operation("recordAttendingDoctorContact")
async def record_attending_doctor_contact(
    db: Db,
    actor: CurrentActor,
    request_id: UUID,
    version: ExpectedVersion,
    body: wire.AttendingDoctorContactAttempt,
) -> wire.AttendingDoctorRequest:
    return await service.record_attending_doctor_contact(db, actor, request_id, version, body)


@routes.operation("escalateAttendingDoctorRequest")
async def escalate_attending_doctor_request(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.AttendingDoctorRequest:
    return await service.escalate_attending_doctor_request(db, actor, request_id, version)


@routes.operation("renewAttendingDoctorRequest")
async def renew_attending_doctor_request(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.AttendingDoctorRequest:
    return await service.renew_attending_doctor_request(db, actor, request_id, version)


@routes.operation("closeAttendingDoctorRequest")
async def close_attending_doctor_request(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.AttendingDoctorClosure
) -> wire.AttendingDoctorRequest:
    return await service.close_attending_doctor_request(db, actor, request_id, version, body)


@routes.operation("setAttendingDoctorAppointment")
async def set_attending_doctor_appointment(
    db: Db,
    actor: CurrentActor,
    request_id: UUID,
    version: ExpectedVersion,
    body: wire.AttendingDoctorAppointment,
) -> wire.AttendingDoctorRequest:
    return await service.set_attending_doctor_appointment(db, actor, request_id, version, body)


@routes.operation("declareAttendingDoctor")
async def declare_attending_doctor(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.AttendingDoctorRequest:
    return await service.declare_attending_doctor(db, actor, request_id, version)


@routes.operation("withdrawFromAttendingDoctorRequest")
async def withdraw_from_attending_doctor_request(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.AttendingDoctorRequest:
    return await service.withdraw_from_attending_doctor_request(db, actor, request_id, version)


@routes.operation("listAttendingDoctorWaitingList")
async def list_attending_doctor_waiting_list(
    db: Db, actor: CurrentActor, query: Annotated[wire.ListAttendingDoctorWaitingListQuery, Query()]
) -> wire.AttendingDoctorWaitingList:
    return await service.list_attending_doctor_waiting_list(db, actor, query)


@routes.operation("getAttendingDoctorFigures")
async def get_attending_doctor_figures(db: Db, actor: CurrentActor) -> wire.AttendingDoctorFigures:
    return await service.get_attending_doctor_figures(db, actor)


@routes.operation("getMyAttendingDoctorCapacity")
async def get_my_attending_doctor_capacity(db: Db, actor: CurrentActor) -> wire.AttendingDoctorCapacity:
    return await service.get_my_attending_doctor_capacity(db, actor)


@routes.operation("setMyAttendingDoctorCapacity")
async def set_my_attending_doctor_capacity(
    db: Db, actor: CurrentActor, version: ExpectedVersion, body: wire.AttendingDoctorCapacityInput
) -> wire.AttendingDoctorCapacity:
    return await service.set_my_attending_doctor_capacity(db, actor, version, body)
