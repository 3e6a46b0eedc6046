"""Who sees a site of teleconsultation, and who may write what of it."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select

from api.contract.models import Role, TeleconsultationSiteState
from api.core.actor import Actor
from api.directory.tables import OrganisationMember
from api.teleconsultations.sites.tables import TeleconsultationSite, TeleconsultationSitePerson


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The sites of the present community: all for its coordination; for a professional, those where one may
    book and their own; for the account of a structure, its own."""
    if actor.community_id is None:
        return false()
    here = TeleconsultationSite.community_id == actor.community_id
    if may_edit(actor):
        return here
    if Role.professional in actor.roles:
        active = TeleconsultationSite.state == TeleconsultationSiteState.active
        return here & or_(active, TeleconsultationSite.id.in_(own_sites(actor)))
    return here & TeleconsultationSite.id.in_(own_sites(actor))


def own_sites(actor: Actor) -> Select[UUID]:
    """The ids of the sites where the actor works: that of their structure, or where they assist."""
    mine: list[ColumnElement[bool]] = [false()]
    if actor.organisation_id is not None:
        mine.append(TeleconsultationSite.organisation_id == actor.organisation_id)
    if actor.professional_id is not None:
        structures = select(OrganisationMember.organisation_id).where(
            OrganisationMember.professional_id == actor.professional_id
        )
        named = select(TeleconsultationSitePerson.site_id).where(
            TeleconsultationSitePerson.professional_id == actor.professional_id
        )
        mine += [TeleconsultationSite.organisation_id.in_(structures), TeleconsultationSite.id.in_(named)]
    return select(TeleconsultationSite.id).where(
        TeleconsultationSite.community_id == actor.community_id, or_(*mine)
    )


def may_edit(actor: Actor) -> bool:
    """Whether the actor writes everything of every site: the coordination; the server reads them to book."""
    return actor.kind == "system" or "teleconsultation_sites:write" in actor.scopes


def may_keep(actor: Actor, *, is_mine: bool) -> bool:
    """Whether the actor keeps the opening, the kit and the connection of a site: the coordination, and who
    works there."""
    return may_edit(actor) or (is_mine and "teleconsultation_sites:keep" in actor.scopes)
