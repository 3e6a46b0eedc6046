"""Who may read what of the directory. Professionals, places and structures are national and public."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, false

from api.contract.models import OrganisationChecker, Role
from api.core.actor import Actor
from api.directory.tables import Duty, Membership, Organisation, Welcome

_COLLEAGUES = frozenset({Role.professional, Role.coordinator})
_COORDINATION = frozenset({Role.coordinator, Role.admin})


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """What professionals declared to the actor's present community; nothing without one."""
    if actor.community_id is None:
        return false()
    return Membership.community_id == actor.community_id


def welcomes_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The welcomes said in the actor's present community; nothing without one."""
    if actor.community_id is None:
        return false()
    return Welcome.community_id == actor.community_id


def owned_by(actor: Actor) -> ColumnElement[bool]:
    """The actor's own membership in the present community."""
    if actor.professional_id is None:
        return false()
    return visible_to(actor) & (Membership.professional_id == actor.professional_id)


def duties_of(actor: Actor) -> ColumnElement[bool]:
    """The rota of the actor's present community; nothing without one."""
    if actor.community_id is None:
        return false()
    return Duty.community_id == actor.community_id


def may_search_free_time(actor: Actor) -> bool:
    """Whether the actor may ask who is free: those who may read availability, as for slots themselves."""
    return "availability:read" in actor.scopes


def may_invite(actor: Actor) -> bool:
    """Whether the actor may invite professionals to join: the coordination, in its own community."""
    return "newcomers:invite" in actor.scopes


def may_see_mobile_phone(actor: Actor) -> bool:
    """Whether the actor is a colleague: a professional or a coordinator of the community, never a machine.

    The mobile number that a member gave is for them alone; row-level security keeps it in its community.
    """
    return actor.kind == "account" and not _COLLEAGUES.isdisjoint(actor.roles)


def checks_structure_as(
    actor: Actor, organisation: Organisation, territory: Collection[str]
) -> OrganisationChecker | None:
    """As whom the actor may write the page of a structure; None when they may not.

    Its own accounts may, and the coordination of a community whose `territory` (INSEE codes) it stands in:
    a structure is national, so that two communities that share a commune both keep its page.
    """
    if "structures:write" not in actor.scopes:
        return None
    if actor.organisation_id == organisation.id:
        return OrganisationChecker.structure
    if not _COORDINATION.isdisjoint(actor.roles) and organisation.commune_insee in territory:
        return OrganisationChecker.coordination
    return None
