"""Bookings as the contract says them, in a fixed number of statements whatever their number."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.service import BoardFacts
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import TeleconsultationState as State
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.problems import NotFound
from api.directory import service as directory
from api.identity import service as identity
from api.identity.policy import present_community
from api.people import service as people
from api.teleconsultations.bookings import policy, rules
from api.teleconsultations.bookings.service.board import board_facts
from api.teleconsultations.bookings.service.join_links import join_link
from api.teleconsultations.bookings.tables import TeleconsultationBooking
from api.teleconsultations.sites.tables import TeleconsultationSite

A_DAY = timedelta(days=1)
LINK_FROM = timedelta(hours=12)
"""How long before the hour the link of the video is given."""

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
"""Those still looked for come before all hours."""

Row = tuple[Case, TeleconsultationBooking]


async def list_teleconsultations(
    db: AsyncSession, actor: Actor, query: wire.ListTeleconsultationsQuery
) -> wire.TeleconsultationList:
    """The bookings of a day that the actor may see, by hour; on the present day also those still looked for,
    which come first."""
    at = clock.now()
    community_id = present_community(actor)
    zone = identity.zone_of(await identity.community_of(db, community_id))
    today = at.astimezone(zone).date()
    day = query.on_day or today
    first, last = (datetime.combine(one, time(), zone) for one in (day, day + A_DAY))
    here = TeleconsultationBooking.starts_at
    on_day = and_(here >= first, here < last)
    filed = and_(here.is_(None), Case.created_at >= first, Case.created_at < last)
    searching = TeleconsultationBooking.state.in_(sorted(rules.SEARCHING))
    shown = or_(on_day, filed, searching) if day == today else or_(on_day, filed)
    wanted = (
        select(Case)
        .join(TeleconsultationBooking, TeleconsultationBooking.id == Case.id)
        .where(policy.visible_to(actor), shown)
    )
    if query.site_id is not None:
        wanted = wanted.where(TeleconsultationBooking.site_id == query.site_id)
    if query.professional_id is not None:
        wanted = wanted.where(Case.professional_id == query.professional_id)
    keys = [Key(func.coalesce(TeleconsultationBooking.starts_at, _FIRST)), Key(Case.id)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    rows = await _with_bookings(db, [row[0] for row in page.items])
    return wire.TeleconsultationList(
        items=await booking_views(db, actor, rows, at=at), next_cursor=page.next_cursor
    )


async def _with_bookings(db: AsyncSession, found: Sequence[Case]) -> list[Row]:
    ids = [case.id for case in found]
    rows = await db.scalars(select(TeleconsultationBooking).where(TeleconsultationBooking.id.in_(ids)))
    bookings = {row.id: row for row in rows}
    return [(case, bookings[case.id]) for case in found]


async def get_teleconsultation(db: AsyncSession, actor: Actor, booking_id: UUID) -> wire.Teleconsultation:
    """One booking. NotFound when the actor may not see it."""
    found = (
        select(Case, TeleconsultationBooking)
        .join(TeleconsultationBooking, TeleconsultationBooking.id == Case.id)
        .where(Case.id == booking_id, policy.visible_to(actor))
    )
    row = (await db.execute(found)).first()
    if row is None:
        raise NotFound("There is no such booking, or it is not for you to see")
    return (await booking_views(db, actor, [(row[0], row[1])], at=clock.now()))[0]


async def booking_view(
    db: AsyncSession, actor: Actor, case: Case, *, at: datetime, own_site: TeleconsultationSite | None = None
) -> wire.Teleconsultation:
    """One booking as the contract says it. Visibility was decided before. `own_site`: one for which the actor
    was found to speak."""
    await db.flush()
    booking = await db.get_one(TeleconsultationBooking, case.id)
    return (await booking_views(db, actor, [(case, booking)], at=at, own_site=own_site))[0]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the views of many bookings share."""

    rules: wire.TeleconsultationBookingRules
    sites: Mapping[UUID, TeleconsultationSite]
    own_sites: Collection[UUID]
    facts: Mapping[UUID, BoardFacts]
    names: Mapping[UUID, wire.ProfessionalSummary]
    attending: Mapping[UUID, UUID | None]
    identities: Mapping[UUID, wire.PersonIdentity]
    open_now: Sequence[wire.OpenPlace]


async def booking_views(
    db: AsyncSession,
    actor: Actor,
    found: Sequence[Row],
    *,
    at: datetime,
    own_site: TeleconsultationSite | None = None,
) -> list[wire.Teleconsultation]:
    """Many bookings, in the order given. Visibility was decided before. `own_site`: see `booking_view`."""
    if not found:
        return []
    loaded = await _load(db, actor, found, at, own_site)
    return [_view(actor, case, booking, loaded, at) for case, booking in found]


async def _load(
    db: AsyncSession,
    actor: Actor,
    found: Sequence[Row],
    at: datetime,
    own_site: TeleconsultationSite | None,
) -> _Loaded:
    community_id = found[0][0].community_id
    own = (await identity.rules_of(db, community_id)).teleconsultation_bookings
    sites = {} if own_site is None else {own_site.id: own_site}
    own_sites = set(sites)
    if site_ids := {booking.site_id for _, booking in found} - own_sites:
        mine = TeleconsultationSite.id.in_(policy.sites_of(actor))
        wanted = select(TeleconsultationSite, mine).where(TeleconsultationSite.id.in_(site_ids))
        for site, is_mine in await db.execute(wanted):
            sites[site.id] = site
            if is_mine:
                own_sites.add(site.id)
    people_ids = [case.person_id for case, _ in found if case.person_id is not None]
    attending = await people.attending_of(db, people_ids) if people_ids else {}
    needed = [
        case.person_id
        for case, booking in found
        if case.person_id is not None and _needs_name(actor, case, booking, own_sites)
    ]
    named = {one for case, booking in found for one in (case.professional_id, booking.assistant_id)}
    named |= set(attending.values())
    searched = [case for case, booking in found if booking.dispatch_id]
    lost = any(booking.state is State.nobody_found for _, booking in found)
    return _Loaded(
        rules=own,
        sites=sites,
        own_sites=own_sites,
        facts=await board_facts(db, actor, searched) if searched else {},
        names=await directory.summaries(db, [one for one in named if one is not None]),
        attending=attending,
        identities=await people.people_named(db, actor, needed, why="teleconsultation"),
        open_now=await directory.open_places(db, community_id, at) if lost else [],
    )


def _needs_name(
    actor: Actor, case: Case, booking: TeleconsultationBooking, own_sites: Collection[UUID]
) -> bool:
    """The doctor and the people of the site call the person by name while the booking is open. A kiosk does
    not: whoever stands before it knows who they are."""
    if booking.state not in rules.BOOKED or actor.kind != "account":
        return False
    at_site = booking.site_id in own_sites and not policy.sees_all(actor)
    return policy.has_taken(actor, case) or at_site


def _view(
    actor: Actor, case: Case, booking: TeleconsultationBooking, loaded: _Loaded, at: datetime
) -> wire.Teleconsultation:
    site, facts = loaded.sites[booking.site_id], loaded.facts.get(case.id, BoardFacts())
    at_site = site.id in loaded.own_sites
    is_doctor = policy.has_taken(actor, case)
    usual = loaded.attending.get(case.person_id) if case.person_id else None
    identity_ = loaded.identities.get(case.person_id) if case.person_id else None
    late = rules.is_late(booking.state, booking.starts_at, at)
    kept = rules.kept_until(booking.starts_at, loaded.rules) if late and booking.starts_at else None
    assistant = booking.assistant_id is not None and booking.assistant_id == actor.professional_id
    return wire.Teleconsultation(
        id=case.id,
        number=case.number,
        state=booking.state,
        version=case.version,
        created_at=case.created_at,
        closed_at=case.closed_at,
        site_id=site.id,
        site_name=site.name,
        site_kind=site.kind,
        sector=case.sector,
        commune_name=site.commune_name,
        origin=booking.origin,
        reason=booking.reason,
        redirect=booking.redirect,
        age_band=wire.AgeBand(case.age_band) if case.age_band else None,
        is_minor=booking.is_minor,
        minor=_minor(booking, shown=identity_ is not None),
        person_id=case.person_id,
        person=identity_,
        may_read_identity=identity_ is not None or cases.may_read_identity(actor, case),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        professional=loaded.names.get(case.professional_id) if case.professional_id else None,
        assistant=loaded.names.get(booking.assistant_id) if booking.assistant_id else None,
        join_link=_join_link(booking, site, at) if is_doctor or at_site else None,
        attending_doctor_status=booking.attending_doctor_status,
        attending_professional=loaded.names.get(usual) if usual else None,
        attending_contact=booking.attending_contact,
        territorial_exception=booking.territorial_exception,
        helpers=[wire.TeleconsultationKitItem(item) for item in booking.helpers],
        consent=_consent(booking),
        confirm_by_phone=booking.confirm_by_phone,
        confirmed_by_phone_at=booking.confirmed_by_phone_at,
        is_late=late,
        kept_until=kept,
        checked_in_at=booking.checked_in_at,
        started_at=booking.started_at,
        ended_at=booking.ended_at,
        follow_up=booking.follow_up,
        followed_by_id=booking.followed_by_id,
        solution=booking.solution,
        cancellation_reason=booking.cancellation_reason,
        report_sent=booking.report_sent,
        waits_for=case.waits_for,
        clock=cases.clock_of(case),
        wave=facts.wave,
        waves=facts.waves,
        counters=facts.counters,
        next_step=facts.next_step,
        dispatch_id=booking.dispatch_id,
        open_now=list(loaded.open_now) if booking.state is State.nobody_found else [],
        requester_name=case.requester_name,
        is_mine=is_doctor or assistant or (at_site and not policy.sees_all(actor)),
        actions=rules.actions(
            booking.state,
            is_doctor=is_doctor,
            is_at_site=at_site,
            coordinates=policy.may_coordinate(actor),
            early=frozenset(
                step
                for step in rules.TELECONSULTATION.actions_from(booking.state)
                if rules.is_early(step, booking.starts_at, at, loaded.rules)
            ),
            to_call=booking.confirm_by_phone and booking.confirmed_by_phone_at is None,
            report_sent=booking.report_sent,
        ),
    )


def _minor(booking: TeleconsultationBooking, *, shown: bool) -> wire.TeleconsultationMinor | None:
    if not booking.is_minor:
        return None
    adult = booking.minor_adult if shown else None
    return wire.TeleconsultationMinor(
        tie=booking.minor_tie,
        parental_consent=booking.parental_consent,
        override_reason=booking.override_reason if shown else None,
        adult_name=adult["name"] if adult else None,
        phone=adult["phone"] if adult else None,
    )


def _consent(booking: TeleconsultationBooking) -> wire.TeleconsultationConsent | None:
    if booking.consent_by is None or booking.consent_at is None:
        return None
    return wire.TeleconsultationConsent(
        by=booking.consent_by,
        video=booking.consent_video,
        data=booking.consent_data,
        at=booking.consent_at,
        recorded_by=booking.consent_recorded_by or "",
    )


def _join_link(booking: TeleconsultationBooking, site: TeleconsultationSite, at: datetime) -> str | None:
    near = booking.starts_at is not None and at >= booking.starts_at - LINK_FROM
    return join_link(site.join_link_base, booking.id) if near and booking.state in rules.BOOKED else None
