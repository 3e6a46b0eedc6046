"""What a regulator's software sees of everybody's time."""

from uuid import UUID

from api.contract.models import Role, SlotAudience
from api.core.actor import Actor

_INDIVIDUAL = frozenset({SlotAudience.public, SlotAudience.pro, SlotAudience.snp})


def audiences_seen(actor: Actor, *, with_communities: bool) -> frozenset[SlotAudience]:
    """Whose time is shown: what is open to anybody, to professionals or to the regulation; with
    `with_communities` also what is put at the disposal of a CPTS. Nothing to who is no regulator.

    Time without an audience is its owner's alone, and never shown here.
    """
    if Role.regulator not in actor.roles:
        return frozenset()
    return frozenset(SlotAudience) if with_communities else _INDIVIDUAL


def community_seen(actor: Actor) -> UUID | None:
    """The only community that the client looks at; None for a national one, who sees them all."""
    return actor.community_id


def may_see_community(actor: Actor, community_id: UUID) -> bool:
    """Whether the client may read of that community."""
    return Role.regulator in actor.roles and actor.community_id in (None, community_id)
