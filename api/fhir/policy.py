"""What a regulator's software sees of everybody's time."""

from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, bindparam

from api.availability.tables import Opening
from api.contract.models import Role, SlotAudience
from api.core.actor import Actor
from api.core.problems import NotAllowed
from api.identity.rules import KEEPS_REGULATORS

_INDIVIDUAL = frozenset({SlotAudience.public, SlotAudience.pro, SlotAudience.snp})


def meant_for_regulators() -> ColumnElement[bool]:
    """The openings that a regulator sees in some search: those with an audience, whichever it is."""
    words = [audience.value for audience in SlotAudience]
    return Opening.audiences.op("&&")(bindparam(None, words, ARRAY(Text)))


def audiences_seen(actor: Actor, *, with_communities: bool) -> frozenset[SlotAudience]:
    """Whose time is shown: what is open to anybody, to professionals or to the regulation; with
    `with_communities` also what is put at the disposal of a CPTS. Nothing to who is no regulator.

    Time without an audience is its owner's alone, and never shown here.
    """
    if Role.regulator not in actor.roles:
        return frozenset()
    return frozenset(SlotAudience) if with_communities else _INDIVIDUAL


def communities_seen(actor: Actor) -> frozenset[UUID] | None:
    """The only communities that the client looks at: its own, or those of its département; None: all."""
    return actor.communities if actor.community_id is None else frozenset({actor.community_id})


def may_see_community(actor: Actor, community_id: UUID) -> bool:
    """Whether the client may read of that community."""
    seen = communities_seen(actor)
    return Role.regulator in actor.roles and (seen is None or community_id in seen)


def keeps_regulators(actor: Actor) -> bool:
    """Whether the client is the national platform, which alone keeps the accounts of regulators: it looks
    at all of France, and was given that scope by name."""
    return (
        actor.kind == "client"
        and Role.regulator in actor.roles
        and communities_seen(actor) is None
        and KEEPS_REGULATORS in actor.scopes
    )


def check_keeps_regulators(actor: Actor) -> None:
    """Raise NotAllowed (403) unless `keeps_regulators`."""
    if not keeps_regulators(actor):
        raise NotAllowed("Only the national platform keeps accounts of regulators")
