"""Time opened, changed, copied and closed, on the wire. Served by `routes`."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.availability import service
from api.contract.base import date
from api.contract.models import (
    FreeNowInput,
    ListOpeningsQuery,
    Opening,
    OpeningChangePreview,
    OpeningException,
    OpeningExceptionInput,
    OpeningInput,
    OpeningList,
    WeekCopy,
    WeekCopyInput,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes

routes = Routes("availability")


@routes.operation("listOpenings")
async def list_openings(
    db: Db, actor: CurrentActor, query: Annotated[ListOpeningsQuery, Query()]
) -> OpeningList:
    return await service.list_openings(db, actor, query)


@routes.operation("createOpening")
async def create_opening(db: Db, actor: CurrentActor, body: OpeningInput) -> Opening:
    return await service.create_opening(db, actor, body)


@routes.operation("getOpening")
async def get_opening(db: Db, actor: CurrentActor, opening_id: UUID) -> Opening:
    return await service.get_opening(db, actor, opening_id)


@routes.operation("replaceOpening")
async def replace_opening(
    db: Db, actor: CurrentActor, opening_id: UUID, body: OpeningInput, version: ExpectedVersion
) -> Opening:
    return await service.replace_opening(db, actor, opening_id, body, version)


@routes.operation("previewOpeningChange")
async def preview_opening_change(
    db: Db, actor: CurrentActor, opening_id: UUID, body: OpeningInput
) -> OpeningChangePreview:
    return await service.preview_opening_change(db, actor, opening_id, body)


@routes.operation("deleteOpening")
async def delete_opening(db: Db, actor: CurrentActor, opening_id: UUID, version: ExpectedVersion) -> None:
    return await service.delete_opening(db, actor, opening_id, version)


@routes.operation("changeOpeningDay")
async def change_opening_day(
    db: Db, actor: CurrentActor, opening_id: UUID, body: OpeningExceptionInput, version: ExpectedVersion
) -> OpeningException:
    return await service.change_opening_day(db, actor, opening_id, body, version)


@routes.operation("restoreOpeningDay")
async def restore_opening_day(
    db: Db, actor: CurrentActor, opening_id: UUID, on_day: date, version: ExpectedVersion
) -> None:
    return await service.restore_opening_day(db, actor, opening_id, on_day, version)


@routes.operation("openUntil")
async def open_until(db: Db, actor: CurrentActor, body: FreeNowInput) -> Opening:
    return await service.open_until(db, actor, body)


@routes.operation("copyWeek")
async def copy_week(db: Db, actor: CurrentActor, body: WeekCopyInput) -> WeekCopy:
    return await service.copy_week(db, actor, body)
