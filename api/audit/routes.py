"""The trail, over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from api.audit import service
from api.contract.models import AuditChain, AuditEntryList, ExportAuditEntriesQuery, ListAuditEntriesQuery
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import Routes

routes = Routes("audit")


@routes.operation("listAuditEntries")
async def list_audit_entries(
    db: Db, actor: CurrentActor, query: Annotated[ListAuditEntriesQuery, Query()]
) -> AuditEntryList:
    return await service.list_audit_entries(db, actor, query)


@routes.operation("exportAuditEntries")
async def export_audit_entries(
    db: Db, actor: CurrentActor, query: Annotated[ExportAuditEntriesQuery, Query()]
) -> Response:
    return await service.export_audit_entries(db, actor, query)


@routes.operation("getAuditChain")
async def get_audit_chain(db: Db, actor: CurrentActor) -> AuditChain:
    return await service.get_audit_chain(db, actor)
