"""Who may see a case, and what they are to it.

The coordination of the community sees all of them. Everybody else sees the requests that they made
(for a structure: those of their structure), follow, or accepted, and those of their own patients that were
answered for a colleague. Being asked shows nothing of the case: an offer is anonymous. An administrator or
an auditor sees none.
"""

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from api.cases.rules import Part, Standing
from api.cases.tables import Case, Follower, MessageReading, TimelineEvent
from api.contract.models import CaseKind, RequestView, Role, TimelineKind
from api.core.actor import Actor
from api.identity.policy import in_force, may_sign_in
from api.identity.tables import Account, Delegation, Grant

_text = TimelineEvent.__table__.c.text_sealed

_PART = aliased(Case)
"""Whoever has a part sees its whole."""

_SEARCH, _TAKING = aliased(Case), aliased(TimelineEvent)

_OF_OTHER_DOCTORS = frozenset(
    {TimelineKind.offer_seen, TimelineKind.offer_declined, TimelineKind.offers_lapsed}
)
"""Who was asked for somebody without a doctor, and did not take them."""

_BEFORE_A_DOCTOR = frozenset(
    {
        TimelineKind.wave_opened,
        TimelineKind.professional_withdrew,
        TimelineKind.cpam_proposed,
        TimelineKind.handed_to_cpam,
        TimelineKind.possible_duplicate,
    }
)
"""How the search went before: how many doctors were asked, and how long it took, is not for the last one."""


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees every case of the community: its coordination, and the server itself."""
    return actor.kind == "system" or Role.coordinator in actor.roles


def made_by(actor: Actor) -> ColumnElement[bool]:
    """The cases that the actor made; for a structure, those that it made, whoever typed them."""
    mine = and_(Case.requester_kind == actor.kind, Case.requester_id == actor.id)
    if actor.organisation_id is None:
        return mine
    return or_(mine, Case.requester_organisation_id == actor.organisation_id)


def in_view(actor: Actor, kind: CaseKind, view: RequestView) -> ColumnElement[bool]:
    """Which of the visible cases of a kind a list shows: those made, those taken, or all of them."""
    of_kind = Case.kind == kind
    if view is RequestView.all:
        return of_kind
    if view is RequestView.mine:
        return and_(of_kind, made_by(actor))
    if actor.professional_id is None:
        return false()
    return and_(of_kind, Case.professional_id == actor.professional_id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The cases that the actor may see, in their present community."""
    if actor.community_id is None:
        return false()
    here = Case.community_id == actor.community_id
    if sees_all(actor):
        return here
    ways = [and_(Case.requester_kind == actor.kind, Case.requester_id == actor.id)]
    if actor.kind == "account":
        ways.append(Case.id.in_(select(Follower.case_id).where(Follower.account_id == actor.id)))
    if actor.professional_id is not None and Role.professional in actor.roles:
        ways.append(Case.requester_professional_id == actor.professional_id)
        ways.append(Case.professional_id == actor.professional_id)
        ways.append(Case.attending_professional_id == actor.professional_id)
        ways.append(
            Case.id.in_(select(_PART.parent_id).where(_PART.professional_id == actor.professional_id))
        )
    if actor.organisation_id is not None and Role.requester in actor.roles:
        ways.append(Case.requester_organisation_id == actor.organisation_id)
    return and_(here, or_(*ways))


def events_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The lines that the actor may see of the cases that they may see."""
    return and_(TimelineEvent.case_id.in_(select(Case.id).where(visible_to(actor))), lines_told(actor))


def lines_told(actor: Actor) -> ColumnElement[bool]:
    """Of cases that the actor sees, the lines that are theirs to read: all of them, but for a search for an
    attending doctor.

    Which doctors were asked and declined is the coordination's to know. The doctor who has taken the person
    is never told who made them known (CSP L1110-3; domain rules §3.2): they read their own lines and, since
    they took it, what the coordination writes to them, not what was said before or by who asked.
    """
    if sees_all(actor):
        return true()
    mine = TimelineEvent.actor_id.is_not_distinct_from(actor.id)
    search = and_(_SEARCH.id == TimelineEvent.case_id, _SEARCH.kind == CaseKind.attending_doctor)
    of_others = and_(exists().where(search), TimelineEvent.kind.in_(_OF_OTHER_DOCTORS))
    if actor.professional_id is None:
        return or_(mine, ~of_others)
    about_me = TimelineEvent.professional_id.is_not_distinct_from(actor.professional_id)
    taken = exists().where(search, _SEARCH.professional_id == actor.professional_id)
    since = (
        select(func.max(_TAKING.at))
        .where(
            _TAKING.case_id == TimelineEvent.case_id,
            _TAKING.kind.in_([TimelineKind.offer_accepted, TimelineKind.assigned]),
            _TAKING.professional_id == actor.professional_id,
        )
        .scalar_subquery()
    )
    coordination = exists().where(
        Grant.account_id == TimelineEvent.actor_id,
        Grant.community_id == TimelineEvent.community_id,
        Grant.role == Role.coordinator,
    )
    by_who_asked = and_(TimelineEvent.actor_id.is_not(None), ~coordination)
    before = and_(TimelineEvent.kind == TimelineKind.message, TimelineEvent.at < since)
    how = and_(TimelineEvent.kind.in_(_BEFORE_A_DOCTOR), ~about_me)
    hidden = or_(and_(of_others, ~about_me), and_(taken, or_(how, by_who_asked, before)))
    return or_(mine, ~hidden)


def reaches_taker(actor: Actor, case: Case) -> bool:
    """Whether a message of the actor is for who has taken the case to read: see `lines_told`."""
    return case.kind is not CaseKind.attending_doctor or sees_all(actor) or has_taken(actor, case)


def unread_by(actor: Actor) -> ColumnElement[bool]:
    """The messages that the person at the keyboard has not read: not their own, nor those that were erased.

    A secretary's reading is hers: the message stays unread for the doctor until the doctor reads it.
    """
    read = exists().where(
        MessageReading.event_id == TimelineEvent.id, MessageReading.reader_id == actor.person_id
    )
    return and_(
        TimelineEvent.kind == TimelineKind.message,
        _text.is_not(None),
        TimelineEvent.actor_id != actor.id,
        ~read,
    )


def is_told(actor: Actor) -> ColumnElement[bool]:
    """The cases whose messages are the actor's to read: of the coordination, the one who handles a case
    alone, as `watchers` tells them."""
    if not may_coordinate(actor):
        return Case.id.is_not(None)
    asked = and_(Case.requester_kind == actor.kind, Case.requester_id == actor.id)
    return or_(Case.handled_by_id.is_(None), Case.handled_by_id == actor.id, asked)


def still_read_by(case: Case) -> ColumnElement[bool]:
    """The readings, joined to the reader's `Account` and its `Grant` in the community, of those whom
    `visible_to` would show the case now. Who gave it back or left does not count any more, nor a delegate
    who was stopped."""
    ways = [
        Grant.role == Role.coordinator,
        Account.id.in_(select(Follower.account_id).where(Follower.case_id == case.id)),
    ]
    if case.requester_kind == "account":
        ways.append(Account.id == case.requester_id)
    people = {case.requester_professional_id, case.professional_id, case.attending_professional_id} - {None}
    parts = select(_PART.professional_id).where(_PART.parent_id == case.id)
    theirs = or_(Account.professional_id.in_(people), Account.professional_id.in_(parts))
    ways.append(and_(Grant.role == Role.professional, theirs))
    if case.requester_organisation_id is not None:
        same = Grant.organisation_id == case.requester_organisation_id
        ways.append(and_(Grant.role == Role.requester, same))
    acting = exists().where(Delegation.id == MessageReading.delegation_id, in_force())
    return and_(
        MessageReading.case_id == case.id,
        may_sign_in(),
        Grant.community_id == case.community_id,
        or_(*ways),
        or_(MessageReading.delegation_id.is_(None), acting),
    )


def standing(actor: Actor, case: Case) -> Standing:
    """What the actor is to a case that `visible_to` showed them."""
    if sees_all(actor):
        return Standing.coordinator
    if (case.requester_kind, case.requester_id) == (actor.kind, actor.id):
        return Standing.requester
    if actor.professional_id is not None and Role.professional in actor.roles:
        if case.professional_id == actor.professional_id:
            return Standing.professional
        if case.requester_professional_id == actor.professional_id:
            return Standing.requester
        if is_attending(actor, case):
            return Standing.attending
    structure = actor.organisation_id
    if (
        structure is not None
        and Role.requester in actor.roles
        and case.requester_organisation_id == structure
    ):
        return Standing.requester
    return Standing.follower


def may_coordinate(actor: Actor) -> bool:
    """Whether the actor acts for the coordination of the community: they take cases in hand, too."""
    return Role.coordinator in actor.roles


def is_requester(actor: Actor, case: Case) -> bool:
    """Whether the actor made the request, or belongs to the structure that did."""
    if (case.requester_kind, case.requester_id) == (actor.kind, actor.id):
        return True
    same = actor.organisation_id is not None and case.requester_organisation_id == actor.organisation_id
    return same and Role.requester in actor.roles


def may_complete(actor: Actor, case: Case) -> bool:
    """Whether the actor may give what was missing, or cancel: who asked, or the coordination."""
    return may_coordinate(actor) or is_requester(actor, case)


def has_taken(actor: Actor, case: Case) -> bool:
    """Whether the actor is the professional who has the request now."""
    return actor.professional_id is not None and case.professional_id == actor.professional_id


def is_attending(actor: Actor, case: Case) -> bool:
    """Whether the actor is the attending doctor to whom the answer of this case went."""
    own = case.attending_professional_id
    return own is not None and actor.professional_id == own


def may_read_note(actor: Actor, case: Case) -> bool:
    """Only the author, and the one who accepted: not even the coordination."""
    return (case.requester_kind, case.requester_id) == (actor.kind, actor.id) or has_taken(actor, case)


def part_of(actor: Actor, case: Case) -> Part:
    """What the actor may do with a case by what they are to it, for the `actions` of its kind."""
    return Part(
        coordinates=may_coordinate(actor),
        requested=is_requester(actor, case),
        has_taken=has_taken(actor, case),
        answers=actor.hand is None or actor.hand.may_answer,
    )
