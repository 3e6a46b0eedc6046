"""What regulations and their proofs ask of time, on the wire. Served by `routes`."""

from typing import Annotated

from fastapi import Query, Response

from api.availability import service
from api.contract.models import (
    AvailabilityList,
    ExportOpeningProofQuery,
    GetOpeningProofQuery,
    OpeningProof,
    SearchAvailabilityQuery,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import KnownTags, Routes

routes = Routes("availability")


@routes.operation("searchAvailability")
async def search_availability(
    db: Db, actor: CurrentActor, query: Annotated[SearchAvailabilityQuery, Query()], known: KnownTags
) -> AvailabilityList | Response:
    return await service.search_availability(db, actor, query, known)


@routes.operation("getOpeningProof")
async def get_opening_proof(
    db: Db, actor: CurrentActor, query: Annotated[GetOpeningProofQuery, Query()]
) -> OpeningProof:
    return await service.get_opening_proof(db, actor, query)


@routes.operation("exportOpeningProof")
async def export_opening_proof(
    db: Db, actor: CurrentActor, query: Annotated[ExportOpeningProofQuery, Query()]
) -> Response:
    return await service.export_opening_proof(db, actor, query)
