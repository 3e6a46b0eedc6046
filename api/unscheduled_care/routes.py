"""Requests for unscheduled care on the wire."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.contract import models as wire
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes
from api.unscheduled_care import service

routes = Routes("unscheduled_care")


@routes.operation("listUnscheduledCareRequests")
async def list_unscheduled_care_requests(
    db: Db, actor: CurrentActor, query: Annotated[wire.ListUnscheduledCareRequestsQuery, Query()]
) -> wire.UnscheduledCareRequestList:
    return await service.list_unscheduled_care_requests(db, actor, query)


@routes.operation("createUnscheduledCareRequest")
async def create_unscheduled_care_request(
    db: Db, actor: CurrentActor, body: wire.UnscheduledCareRequestInput
) -> wire.UnscheduledCareRequest:
    return await service.create_unscheduled_care_request(db, actor, body)


@routes.operation("previewUnscheduledCareRequest")
async def preview_unscheduled_care_request(
    db: Db, actor: CurrentActor, body: wire.UnscheduledCarePreviewInput
) -> wire.UnscheduledCarePreview:
    return await service.preview_unscheduled_care_request(db, actor, body)


@routes.operation("getUnscheduledCareDraft")
async def get_unscheduled_care_draft(db: Db, actor: CurrentActor) -> wire.UnscheduledCareDraft:
    return await service.get_unscheduled_care_draft(db, actor)


@routes.operation("saveUnscheduledCareDraft")
async def save_unscheduled_care_draft(
    db: Db, actor: CurrentActor, body: wire.UnscheduledCareDraftInput
) -> wire.UnscheduledCareDraft:
    return await service.save_unscheduled_care_draft(db, actor, body)


@routes.operation("deleteUnscheduledCareDraft")
async def delete_unscheduled_care_draft(db: Db, actor: CurrentActor) -> None:
    await service.delete_unscheduled_care_draft(db, actor)


@routes.operation("getUnscheduledCareRequest")
async def get_unscheduled_care_request(
    db: Db, actor: CurrentActor, request_id: UUID
) -> wire.UnscheduledCareRequest:
    return await service.get_unscheduled_care_request(db, actor, request_id)


@routes.operation("completeUnscheduledCareRequest")
async def complete_unscheduled_care_request(
    db: Db,
    actor: CurrentActor,
    request_id: UUID,
    version: ExpectedVersion,
    body: wire.UnscheduledCareCompletion,
) -> wire.UnscheduledCareRequest:
    return await service.complete_unscheduled_care_request(db, actor, request_id, version, body)


@routes.operation("cancelUnscheduledCareRequest")
async def cancel_unscheduled_care_request(
    db: Db,
    actor: CurrentActor,
    request_id: UUID,
    version: ExpectedVersion,
    body: wire.UnscheduledCareCancellation,
) -> wire.UnscheduledCareRequest:
    return await service.cancel_unscheduled_care_request(db, actor, request_id, version, body)


@routes.operation("confirmUnscheduledCareAppointment")
async def confirm_unscheduled_care_appointment(
    db: Db,
    actor: CurrentActor,
    request_id: UUID,
    version: ExpectedVersion,
    body: wire.UnscheduledCareConfirmation,
) -> wire.UnscheduledCareRequest:
    return await service.confirm_unscheduled_care_appointment(db, actor, request_id, version, body)


@routes.operation("withdrawFromUnscheduledCareRequest")
async def withdraw_from_unscheduled_care_request(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.UnscheduledCareRequest:
    return await service.withdraw_from_unscheduled_care_request(db, actor, request_id, version)


@routes.operation("recordUnscheduledCareOutcome")
async def record_unscheduled_care_outcome(
    db: Db,
    actor: CurrentActor,
    request_id: UUID,
    version: ExpectedVersion,
    body: wire.UnscheduledCareOutcome,
) -> wire.UnscheduledCareRequest:
    return await service.record_unscheduled_care_outcome(db, actor, request_id, version, body)


@routes.operation("closeUnscheduledCareRequest")
async def close_unscheduled_care_request(
    db: Db,
    actor: CurrentActor,
    request_id: UUID,
    version: ExpectedVersion,
    body: wire.UnscheduledCareSolution,
) -> wire.UnscheduledCareRequest:
    return await service.close_unscheduled_care_request(db, actor, request_id, version, body)


@routes.operation("followUnscheduledCareRequest")
async def follow_unscheduled_care_request(
    db: Db, actor: CurrentActor, request_id: UUID
) -> wire.UnscheduledCareRequest:
    return await service.follow_unscheduled_care_request(db, actor, request_id)
