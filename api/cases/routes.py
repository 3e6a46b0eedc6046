"""The board and the threads, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.cases import service
from api.contract.models import (
    Case,
    CaseCounts,
    CaseList,
    ListCasesQuery,
    ListTimelineQuery,
    ListUnreadThreadsQuery,
    MessageInput,
    ThreadReadingInput,
    TimelineEntry,
    TimelineEntryList,
    UnreadThread,
    UnreadThreadList,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import Routes

routes = Routes("cases")


@routes.operation("listCases")
async def list_cases(db: Db, actor: CurrentActor, query: Annotated[ListCasesQuery, Query()]) -> CaseList:
    return await service.list_cases(db, actor, query)


@routes.operation("countCases")
async def count_cases(db: Db, actor: CurrentActor) -> CaseCounts:
    return await service.count_cases(db, actor)


@routes.operation("listTimeline")
async def list_timeline(
    db: Db, actor: CurrentActor, case_id: UUID, query: Annotated[ListTimelineQuery, Query()]
) -> TimelineEntryList:
    return await service.list_timeline(db, actor, case_id, query)


@routes.operation("postMessage")
async def post_message(db: Db, actor: CurrentActor, case_id: UUID, body: MessageInput) -> TimelineEntry:
    return await service.post_message(db, actor, case_id, body)


@routes.operation("markThreadRead")
async def mark_thread_read(
    db: Db, actor: CurrentActor, case_id: UUID, body: ThreadReadingInput
) -> UnreadThread:
    return await service.mark_thread_read(db, actor, case_id, body)


@routes.operation("listUnreadThreads")
async def list_unread_threads(
    db: Db, actor: CurrentActor, query: Annotated[ListUnreadThreadsQuery, Query()]
) -> UnreadThreadList:
    return await service.list_unread_threads(db, actor, query)


@routes.operation("takeCase")
async def take_case(db: Db, actor: CurrentActor, case_id: UUID) -> Case:
    return await service.take_case(db, actor, case_id)


@routes.operation("releaseCase")
async def release_case(db: Db, actor: CurrentActor, case_id: UUID) -> Case:
    return await service.release_case(db, actor, case_id)
