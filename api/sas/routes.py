"""What the SAS platform is told, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.contract.models import ListSasTransmissionsQuery, SasTransmission, SasTransmissionList
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import Routes
from api.sas import service

routes = Routes("sas")


@routes.operation("listSasTransmissions")
async def list_sas_transmissions(
    db: Db, actor: CurrentActor, query: Annotated[ListSasTransmissionsQuery, Query()]
) -> SasTransmissionList:
    return await service.list_sas_transmissions(db, actor, query)


@routes.operation("retrySasTransmission")
async def retry_sas_transmission(db: Db, actor: CurrentActor, transmission_id: UUID) -> SasTransmission:
    return await service.retry_sas_transmission(db, actor, transmission_id)
