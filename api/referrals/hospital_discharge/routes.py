"""Discharges from hospital on the wire."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.contract import models as wire
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes
from api.referrals.hospital_discharge import service

routes = Routes("hospital_discharge")


@routes.operation("listHospitalDischargeRequests")
async def list_hospital_discharge_requests(
    db: Db, actor: CurrentActor, query: Annotated[wire.ListHospitalDischargeRequestsQuery, Query()]
) -> wire.HospitalDischargeRequestList:
    return await service.list_hospital_discharge_requests(db, actor, query)


@routes.operation("createHospitalDischargeRequest")
async def create_hospital_discharge_request(
    db: Db, actor: CurrentActor, body: wire.HospitalDischargeRequestInput
) -> wire.HospitalDischargeRequest:
    return await service.create_hospital_discharge_request(db, actor, body)


@routes.operation("getHospitalDischargeRequest")
async def get_hospital_discharge_request(
    db: Db, actor: CurrentActor, request_id: UUID
) -> wire.HospitalDischargeRequest:
    return await service.get_hospital_discharge_request(db, actor, request_id)


@routes.operation("checkHospitalDischargeReadiness")
async def check_hospital_discharge_readiness(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DischargeReadiness
) -> wire.HospitalDischargeRequest:
    return await service.check_hospital_discharge_readiness(db, actor, request_id, version, body)


@routes.operation("postponeHospitalDischarge")
async def postpone_hospital_discharge(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DischargePostponement
) -> wire.HospitalDischargeRequest:
    return await service.postpone_hospital_discharge(db, actor, request_id, version, body)


@routes.operation("cancelHospitalDischarge")
async def cancel_hospital_discharge(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DischargeCancellation
) -> wire.HospitalDischargeRequest:
    return await service.cancel_hospital_discharge(db, actor, request_id, version, body)


@routes.operation("noteHospitalCall")
async def note_hospital_call(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.HospitalDischargeRequest:
    return await service.note_hospital_call(db, actor, request_id, version)


@routes.operation("confirmHospitalDischarge")
async def confirm_hospital_discharge(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DischargeConfirmation
) -> wire.HospitalDischargeRequest:
    return await service.confirm_hospital_discharge(db, actor, request_id, version, body)


@routes.operation("recordHospitalDeparture")
async def record_hospital_departure(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.HospitalDischargeRequest:
    return await service.record_hospital_departure(db, actor, request_id, version)


@routes.operation("recordDischargeCheck")
async def record_discharge_check(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DischargeCheckInput
) -> wire.HospitalDischargeRequest:
    return await service.record_discharge_check(db, actor, request_id, version, body)


@routes.operation("handDischargeOver")
async def hand_discharge_over(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DischargeHandover
) -> wire.HospitalDischargeRequest:
    return await service.hand_discharge_over(db, actor, request_id, version, body)


@routes.operation("addDischargeLine")
async def add_discharge_line(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DischargeLineInput
) -> wire.HospitalDischargeRequest:
    return await service.add_discharge_line(db, actor, request_id, version, body)


@routes.operation("giveDischargeVisitTime")
async def give_discharge_visit_time(
    db: Db,
    actor: CurrentActor,
    request_id: UUID,
    line_id: UUID,
    version: ExpectedVersion,
    body: wire.DischargeVisitTime,
) -> wire.HospitalDischargeRequest:
    return await service.give_discharge_visit_time(db, actor, request_id, line_id, version, body)


@routes.operation("settleDischargeLine")
async def settle_discharge_line(
    db: Db,
    actor: CurrentActor,
    request_id: UUID,
    line_id: UUID,
    version: ExpectedVersion,
    body: wire.DischargeSettlement,
) -> wire.HospitalDischargeRequest:
    return await service.settle_discharge_line(db, actor, request_id, line_id, version, body)


@routes.operation("dropDischargeLine")
async def drop_discharge_line(
    db: Db, actor: CurrentActor, request_id: UUID, line_id: UUID, version: ExpectedVersion
) -> wire.HospitalDischargeRequest:
    return await service.drop_discharge_line(db, actor, request_id, line_id, version)


@routes.operation("withdrawFromDischargeLine")
async def withdraw_from_discharge_line(
    db: Db, actor: CurrentActor, request_id: UUID, line_id: UUID, version: ExpectedVersion
) -> wire.HospitalDischargeRequest:
    return await service.withdraw_from_discharge_line(db, actor, request_id, line_id, version)


@routes.operation("keepDischargeLine")
async def keep_discharge_line(
    db: Db, actor: CurrentActor, request_id: UUID, line_id: UUID, version: ExpectedVersion
) -> wire.HospitalDischargeRequest:
    return await service.keep_discharge_line(db, actor, request_id, line_id, version)
