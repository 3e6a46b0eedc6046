"""Who sees what the platform is told."""

from sqlalchemy import ColumnElement, false

from api.core.actor import Actor
from api.sas.tables import SasTransmission


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The transmissions of the actor's present community (the contract asks `transmissions:read`)."""
    if actor.community_id is None:
        return false()
    return SasTransmission.community_id == actor.community_id
