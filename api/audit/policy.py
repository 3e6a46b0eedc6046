"""Who may read the trail: those of the community who hold the scope that the contract asks."""

from sqlalchemy import ColumnElement, false

from api.audit.tables import AuditEntry
from api.core.actor import Actor


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The entries of the actor's present community; none without one."""
    if actor.community_id is None:
        return false()
    return AuditEntry.community_id == actor.community_id
