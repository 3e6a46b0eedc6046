"""Who sees a booking, who moves it, and for which sites somebody speaks as its kiosk.

The coordination sees all of the community; the doctor and who asked see theirs, as of any request
(`cases.policy`); those who work at a site see what is booked there, and its kiosk no more than that.
Everybody else is answered 404.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select

from api.cases.policy import has_taken, may_coordinate, sees_all
from api.cases.policy import visible_to as cases_visible_to
from api.cases.tables import Case
from api.contract.models import Role
from api.core.actor import Actor
from api.teleconsultations.bookings.tables import (
    TeleconsultationBooking,
    TeleconsultationHold,
    TeleconsultationKiosk,
    TeleconsultationKioskEvent,
)
from api.teleconsultations.sites.policy import own_sites
from api.teleconsultations.sites.policy import visible_to as sites_seen_by
from api.teleconsultations.sites.tables import TeleconsultationSite

__all__ = [
    "HELD",
    "SITE_OF_CLIENT",
    "events_visible_to",
    "has_taken",
    "holds_of",
    "kiosks_visible_to",
    "may_book",
    "may_coordinate",
    "may_override",
    "sees_all",
    "sites_of",
    "sites_visible_to",
    "visible_to",
]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The bookings that the actor may see."""
    if actor.community_id is None:
        return false()
    here = TeleconsultationBooking.community_id == actor.community_id
    if sees_all(actor):
        return here
    at_site = TeleconsultationBooking.site_id.in_(sites_of(actor))
    if actor.kind == "client":
        return and_(here, at_site)
    by_case = TeleconsultationBooking.id.in_(select(Case.id).where(cases_visible_to(actor)))
    return and_(here, or_(at_site, by_case))


def sites_of(actor: Actor) -> Select[UUID]:
    """The ids of the sites for which the actor speaks: as the kiosk, at work there, as the coordination."""
    if actor.kind == "client":
        return _bound_to(actor.community_id, actor.id)
    if sees_all(actor):
        return select(TeleconsultationSite.id).where(TeleconsultationSite.community_id == actor.community_id)
    return own_sites(actor)


def _bound_to(community_id: Any, client_id: Any) -> Select[UUID]:
    """The ids of the sites to which a machine client is bound."""
    return select(TeleconsultationKiosk.site_id).where(
        TeleconsultationKiosk.community_id == community_id,
        TeleconsultationKiosk.machine_client_id == client_id,
    )


SITE_OF_CLIENT = select(TeleconsultationSite).where(
    TeleconsultationSite.id == bindparam("site_id"),
    TeleconsultationSite.id.in_(_bound_to(bindparam("community_id"), bindparam("client_id"))),
)
"""One of `sites_of` a machine client, built once: it is read with every touch of a kiosk."""


def sites_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The sites that the actor may name in a booking: those that they see, and a kiosk its own."""
    if actor.kind == "client":
        return TeleconsultationSite.id.in_(sites_of(actor))
    return sites_seen_by(actor)


def holds_of(actor: Actor) -> ColumnElement[bool]:
    """The holds that the actor made."""
    return _made_by(actor.community_id, actor.kind, actor.id)


def _made_by(community_id: Any, kind: Any, id_: Any) -> ColumnElement[bool]:
    return and_(
        TeleconsultationHold.community_id == community_id,
        TeleconsultationHold.made_by_kind == kind,
        TeleconsultationHold.made_by_id == id_,
    )


HELD = (
    select(TeleconsultationHold)
    .where(
        TeleconsultationHold.token_hash == bindparam("token"),
        _made_by(bindparam("community_id"), bindparam("kind"), bindparam("id")),
    )
    .with_for_update()
)
"""What the actor holds by a token (see `holds_of`), locked. Built once."""


def kiosks_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The kiosks of the sites for which the actor speaks."""
    return and_(
        TeleconsultationKiosk.community_id == actor.community_id,
        TeleconsultationKiosk.site_id.in_(sites_of(actor)),
    )


def events_visible_to(actor: Actor) -> ColumnElement[bool]:
    """What the kiosks of these sites reported."""
    return and_(
        TeleconsultationKioskEvent.community_id == actor.community_id,
        TeleconsultationKioskEvent.site_id.in_(sites_of(actor)),
    )


def may_book(actor: Actor, *, at_site: bool) -> bool:
    """Whether the actor books at a site: its own people and kiosk, any professional, the coordination. The
    account of another structure does not."""
    return at_site or may_coordinate(actor) or Role.professional in actor.roles


def may_override(actor: Actor) -> bool:
    """Whether the actor may take a minor without what is asked: a doctor with their reason, checked by their
    profession; never a kiosk."""
    return actor.professional_id is not None and actor.hand is None and Role.professional in actor.roles
