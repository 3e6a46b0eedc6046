"""The identity of a person and their care circle, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.contract.models import (
    CareCircle,
    CareCircleConsentInput,
    CareCircleMemberInput,
    CorrectedIdentity,
    IdentityCorrection,
    IdentityReading,
    ListCareCirclesQuery,
    OwnCareCircleList,
    PersonIdentity,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import Routes
from api.people import service

routes = Routes("people")


@routes.operation("readIdentity")
async def read_identity(
    db: Db, actor: CurrentActor, person_id: UUID, body: IdentityReading
) -> PersonIdentity:
    return await service.read_identity(db, actor, person_id, body)


@routes.operation("correctIdentity")
async def correct_identity(
    db: Db, actor: CurrentActor, person_id: UUID, body: IdentityCorrection
) -> CorrectedIdentity:
    return await service.correct_identity(db, actor, person_id, body)


@routes.operation("readCareCircle")
async def read_care_circle(db: Db, actor: CurrentActor, person_id: UUID) -> CareCircle:
    return await service.read_care_circle(db, actor, person_id)


@routes.operation("recordCareCircleConsent")
async def record_care_circle_consent(
    db: Db, actor: CurrentActor, person_id: UUID, body: CareCircleConsentInput
) -> CareCircle:
    return await service.record_care_circle_consent(db, actor, person_id, body)


@routes.operation("addCareCircleMember")
async def add_care_circle_member(
    db: Db, actor: CurrentActor, person_id: UUID, body: CareCircleMemberInput
) -> CareCircle:
    return await service.add_care_circle_member(db, actor, person_id, body)


@routes.operation("removeCareCircleMember")
async def remove_care_circle_member(db: Db, actor: CurrentActor, person_id: UUID, member_id: UUID) -> None:
    await service.remove_care_circle_member(db, actor, person_id, member_id)


@routes.operation("listCareCircles")
async def list_care_circles(
    db: Db, actor: CurrentActor, query: Annotated[ListCareCirclesQuery, Query()]
) -> OwnCareCircleList:
    return await service.list_care_circles(db, actor, query)
