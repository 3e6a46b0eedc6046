"""The identity of a person, over HTTP."""

from uuid import UUID

from api.contract.models import IdentityReading, PersonIdentity
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
