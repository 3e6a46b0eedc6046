"""Who sees which time, and who may do what to an appointment."""

from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, and_, bindparam, false, or_, select

from api.availability.rules import OpeningTimes
from api.availability.tables import (
    Absence,
    Appointment,
    CalendarFeed,
    CallTimes,
    Closure,
    DisplacedAppointment,
    Hold,
    NoShowFollowUp,
    Opening,
    OutsideCalendar,
    WaitingEntry,
)
from api.contract.models import CancelledBy, Role, SlotAudience
from api.core.actor import Actor

_AUDIENCES: dict[Role, frozenset[SlotAudience]] = {
    Role.professional: frozenset({SlotAudience.public, SlotAudience.pro, SlotAudience.cpts}),
    Role.coordinator: frozenset({SlotAudience.public, SlotAudience.pro, SlotAudience.cpts}),
    Role.requester: frozenset({SlotAudience.public, SlotAudience.cpts}),
    Role.kiosk: frozenset({SlotAudience.public, SlotAudience.cpts}),
    # TRE_R314: `snp` is the time reserved for the regulation of the SAS.
    Role.regulator: frozenset(SlotAudience),
}


def may_book_for_platform(actor: Actor) -> bool:
    """Whether the actor may have been sent by the national platform: a person who regulates."""
    return actor.kind == "account" and Role.regulator in actor.roles


SEES_ALL = frozenset({Role.coordinator})
"""Roles that see every appointment of their community."""


def audiences_of(actor: Actor) -> frozenset[SlotAudience]:
    """The audiences that this actor belongs to, all roles together. `cpts` only inside a community, and to a
    regulation, at whose disposal each community puts that time."""
    audiences = frozenset[SlotAudience]().union(*(_AUDIENCES.get(role, frozenset()) for role in actor.roles))
    inside = actor.community_id is not None or Role.regulator in actor.roles
    return audiences if inside else audiences - {SlotAudience.cpts}


def openings_visible_to(actor: Actor) -> ColumnElement[bool]:
    """One's own openings, and those of the present community that are meant for one's audiences.

    Without a community (a national client) those of every community that it looks at; an opening without an
    audience is its owner's alone, who gives its slots in answer to offers.
    """
    words = [audience.value for audience in audiences_of(actor)]
    meant: ColumnElement[bool] = Opening.audiences.op("&&")(bindparam(None, words, ARRAY(Text)))
    if actor.community_id is not None:
        meant = and_(meant, Opening.community_id == actor.community_id)
    elif actor.communities is not None:
        meant = and_(meant, Opening.community_id.in_(actor.communities))
    if actor.professional_id is None:
        return meant
    return or_(Opening.professional_id == actor.professional_id, meant)


def may_take(actor: Actor, opening: OpeningTimes) -> bool:
    """Whether the actor may hold or book slots of the opening: those that a search shows to him."""
    if actor.professional_id is not None and opening.professional_id == actor.professional_id:
        return True
    if actor.community_id is not None:
        here = actor.community_id == opening.community_id
    else:
        here = actor.communities is None or opening.community_id in actor.communities
    return here and not audiences_of(actor).isdisjoint(map(SlotAudience, opening.audiences))


def regulates(actor: Actor) -> bool:
    """Whether the actor books for cases of the SAS, and gives their numbers: a regulator, their software."""
    return Role.regulator in actor.roles


def sees_case_number(actor: Actor, appointment: Appointment) -> bool:
    """Who is told the number of that case, besides whom the person is named to: who booked."""
    return (appointment.booked_by_kind, appointment.booked_by_id) == (actor.kind, actor.id)


def own_openings(actor: Actor) -> ColumnElement[bool]:
    """The openings that the actor may change: a professional's own, in the present community."""
    if actor.professional_id is None:
        return false()
    return and_(Opening.professional_id == actor.professional_id, Opening.community_id == actor.community_id)


def closures_of(actor: Actor) -> ColumnElement[bool]:
    """The closed times that the actor made, in whichever community: one is closed everywhere at once."""
    return false() if actor.professional_id is None else Closure.professional_id == actor.professional_id


_CALLERS = frozenset({Role.professional, Role.coordinator, Role.regulator})
"""Roles that call a professional beyond the agenda, and see the number for it."""


def call_times_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Who accepts calls in the present community: for those who may call."""
    return CallTimes.community_id == actor.community_id if actor.roles & _CALLERS else false()


def own_call_times(actor: Actor) -> ColumnElement[bool]:
    """What the actor says of themselves in the present community."""
    if actor.professional_id is None:
        return false()
    return and_(
        CallTimes.professional_id == actor.professional_id, CallTimes.community_id == actor.community_id
    )


def may_record_given_time(actor: Actor, professional_id: UUID) -> bool:
    """Who may record a time given on the phone: those who call, and the professional themselves."""
    return bool(actor.roles & {Role.coordinator, Role.regulator}) or is_owner(actor, professional_id)


def sees_why(actor: Actor, professional_id: UUID) -> bool:
    """Who is told of openings that are not meant for them: their owner, and the coordinator who helps."""
    return bool(actor.roles & SEES_ALL) or is_owner(actor, professional_id)


def outside_calendars_of(actor: Actor) -> ColumnElement[bool]:
    """The agendas kept elsewhere that the actor added in the present community: nobody else knows of them."""
    if actor.professional_id is None:
        return false()
    mine = OutsideCalendar.professional_id == actor.professional_id
    return and_(mine, OutsideCalendar.community_id == actor.community_id)


def feeds_of(actor: Actor) -> ColumnElement[bool]:
    """The actor's own feed in the present community."""
    if actor.professional_id is None:
        return false()
    mine = CalendarFeed.professional_id == actor.professional_id
    return and_(mine, CalendarFeed.community_id == actor.community_id)


def holds_of(actor: Actor) -> ColumnElement[bool]:
    """The holds that the actor made: nobody else knows of them."""
    return and_(Hold.made_by_kind == actor.kind, Hold.made_by_id == actor.id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Appointments: all to the coordinator, one's own to a professional, to others those they booked."""
    here = Appointment.community_id == actor.community_id
    if actor.roles & SEES_ALL:
        return here
    booked = and_(Appointment.booked_by_kind == actor.kind, Appointment.booked_by_id == actor.id)
    if actor.professional_id is None:
        return and_(here, booked)
    return and_(here, or_(booked, Appointment.professional_id == actor.professional_id))


def is_owner(actor: Actor, professional_id: UUID) -> bool:
    """Whether the actor is the professional whose time it is."""
    return actor.professional_id is not None and actor.professional_id == professional_id


def may_say(actor: Actor, appointment: Appointment) -> bool:
    """Who may record that the person came, or not: the professional, the coordinator, a check-in desk."""
    booked_here = appointment.booked_by_kind == actor.kind and appointment.booked_by_id == actor.id
    return (
        is_owner(actor, appointment.professional_id)
        or bool(actor.roles & SEES_ALL)
        or (booked_here and Role.kiosk in actor.roles)
    )


def may_move(actor: Actor, appointment: Appointment) -> bool:
    """Who may move an appointment: the coordinator, its professional, and whoever booked it."""
    booked = (appointment.booked_by_kind, appointment.booked_by_id) == (actor.kind, actor.id)
    return bool(actor.roles & SEES_ALL) or booked or is_owner(actor, appointment.professional_id)


def waiting_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Entries of the waiting list: all to the coordinator, to others those that they asked for."""
    return _asked_by(actor, WaitingEntry)


def follow_ups_visible_to(actor: Actor) -> ColumnElement[bool]:
    """People who did not come: all to the coordinator, to others those of what they had asked for."""
    return _asked_by(actor, NoShowFollowUp)


def _asked_by(actor: Actor, table: type[WaitingEntry] | type[NoShowFollowUp]) -> ColumnElement[bool]:
    here = table.community_id == actor.community_id
    if actor.roles & SEES_ALL:
        return here
    mine = and_(table.asked_by_kind == actor.kind, table.asked_by_id == actor.id)
    if actor.organisation_id is None or Role.requester not in actor.roles:
        return and_(here, mine)
    return and_(here, or_(mine, table.asked_by_organisation_id == actor.organisation_id))


def asked_for(actor: Actor, kind: str, id_: UUID, organisation_id: UUID | None) -> bool:
    """Whether the actor is who asked, or asks for the same structure."""
    if (kind, id_) == (actor.kind, actor.id):
        return True
    same = organisation_id is not None and actor.organisation_id == organisation_id
    return same and Role.requester in actor.roles


def may_cancel(actor: Actor, appointment: Appointment, by: CancelledBy) -> bool:
    """Who may cancel in whose name: the coordinator in any, the professional in his own or the person's,
    whoever booked it in the person's."""
    if actor.roles & SEES_ALL:
        return True
    if is_owner(actor, appointment.professional_id):
        return by is not CancelledBy.coordination
    return by is CancelledBy.person and appointment.booked_by_id == actor.id


def absences_visible_to(actor: Actor) -> ColumnElement[bool]:
    """One's own absences and those one replaces; for the coordination, those of its community and those that
    met appointments of it."""
    ways: list[ColumnElement[bool]] = []
    if actor.professional_id is not None:
        ways += [
            Absence.professional_id == actor.professional_id,
            and_(Absence.replacement_id == actor.professional_id, Absence.community_id == actor.community_id),
        ]
    if actor.roles & SEES_ALL:
        met = select(DisplacedAppointment.absence_id).where(
            DisplacedAppointment.community_id == actor.community_id
        )
        ways += [Absence.community_id == actor.community_id, Absence.id.in_(met)]
    return or_(false(), *ways)


def may_say_absence(actor: Actor, professional_id: UUID) -> bool:
    """Who says that a professional is away, or takes it back: themselves, or the coordination."""
    return is_owner(actor, professional_id) or bool(actor.roles & SEES_ALL)


def may_end_absence(actor: Actor, absence: Absence) -> bool:
    """The same for an absence that was said: in the coordination's own community. Who left comes back by the
    national file alone."""
    if absence.has_left:
        return False
    own = is_owner(actor, absence.professional_id)
    return own or (bool(actor.roles & SEES_ALL) and absence.community_id == actor.community_id)


def may_withdraw_replacement(actor: Actor, absence: Absence) -> bool:
    """Who says that the replacement does not come: who said the absence, and the replacement."""
    replaces = absence.replacement_id is not None and is_owner(actor, absence.replacement_id)
    return replaces or may_end_absence(actor, absence)


def knows_reason(actor: Actor, absence: Absence) -> bool:
    """Why somebody is away is for them and for the coordination, not for who replaces them."""
    return may_say_absence(actor, absence.professional_id)


def displaced_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The follow-ups of the present community: of one's own absences, and all for the coordination."""
    here = DisplacedAppointment.community_id == actor.community_id
    if actor.roles & SEES_ALL:
        return here
    if actor.professional_id is None:
        return false()
    own = select(Absence.id).where(Absence.professional_id == actor.professional_id)
    return and_(here, DisplacedAppointment.absence_id.in_(own))
