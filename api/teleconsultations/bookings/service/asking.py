"""What a body says of a booking: who asks, and whether all of it is right."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic import MISSING
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.rules import DuplicateRequest
from api.cases.service import Requester
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import (
    AttendingDoctorStatus,
    RequestOrigin,
    Role,
    TeleconsultationOrigin,
    TeleconsultationSiteKind,
)
from api.core.actor import Actor
from api.core.db import wait_for_turn
from api.core.members import or_none, present
from api.core.problems import FieldError, InvalidInput
from api.directory import service as directory
from api.directory.nomenclatures import DOCTOR, NURSE, PHARMACIST
from api.identity import service as identity
from api.people import service as people
from api.people.rules import NIR_HINT, PhoneRefused, age_years, e164, refuse_nir, why_not_kept
from api.teleconsultations.bookings import policy, rules
from api.teleconsultations.bookings.tables import TeleconsultationBooking
from api.teleconsultations.sites.tables import TeleconsultationSite

Body = wire.TeleconsultationInput | wire.TeleconsultationSearchInput | wire.KioskSearchInput


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and from where the booking comes."""

    requester: Requester
    origin: TeleconsultationOrigin
    board_origin: RequestOrigin
    """The same in the words of the board, which are those of all requests."""


async def asking_of(
    db: AsyncSession, actor: Actor, site: TeleconsultationSite, *, at_kiosk: bool = False
) -> Asking:
    """Who asks: the site by its kiosk or its people, a professional, or the coordination. `at_kiosk`: by the
    page of a kiosk, whoever signed in there."""
    own = site.organisation_id
    if at_kiosk or actor.kind == "client":
        origin, name, organisation = TeleconsultationOrigin.kiosk, site.name, own
    elif policy.may_coordinate(actor):
        community = await identity.community_of(db, site.community_id)
        origin, organisation = TeleconsultationOrigin.coordination, None
        name = community.coordination_name or community.short_name
    elif Role.professional in actor.roles:
        origin, name, organisation = TeleconsultationOrigin.professional, actor.name, actor.organisation_id
    else:
        origin, name, organisation = TeleconsultationOrigin.site, site.name, own
    requester = Requester(
        kind="client" if actor.kind == "client" else "account",
        id=actor.id,
        name=name,
        profession=SAID_OF[origin],
        professional_id=actor.professional_id,
        organisation_id=organisation,
    )
    return Asking(requester, origin, await _board_origin(db, actor, site, origin))


async def _board_origin(
    db: AsyncSession, actor: Actor, site: TeleconsultationSite, origin: TeleconsultationOrigin
) -> RequestOrigin:
    if origin is TeleconsultationOrigin.coordination:
        return RequestOrigin.coordinator
    if origin is not TeleconsultationOrigin.professional:
        return _OF_SITE.get(site.kind, RequestOrigin.organisation)
    who = actor.professional_id
    known = {} if who is None else await directory.summaries(db, [who])
    profession = known[who].profession_code if who in known else ""
    return _OF_PROFESSION.get(profession, RequestOrigin.other_professional)


_OF_SITE = {
    TeleconsultationSiteKind.pharmacy: RequestOrigin.pharmacist,
    TeleconsultationSiteKind.nurse_practice: RequestOrigin.nurse,
    TeleconsultationSiteKind.home_visits: RequestOrigin.nurse,
}
_OF_PROFESSION = {
    DOCTOR: RequestOrigin.doctor,
    NURSE: RequestOrigin.nurse,
    PHARMACIST: RequestOrigin.pharmacist,
}

SAID_OF = {
    TeleconsultationOrigin.kiosk: "borne de téléconsultation",
    TeleconsultationOrigin.site: "site de téléconsultation",
    TeleconsultationOrigin.professional: "professionnel de santé",
    TeleconsultationOrigin.coordination: "coordination",
}
"""What the anonymous card says of who asks."""


async def checked(
    db: AsyncSession, actor: Actor, body: Body, doctor_id: UUID | None, today: date
) -> rules.Asked:
    """What was asked, once all of it is right. InvalidInput with everything that is wrong, but for the person
    (checked when they are kept)."""
    missing = [
        FieldError(f"/{name}", "This is required: add it")
        for name in ("person", "attending_doctor_status")
        if getattr(body, name) is MISSING
    ]
    if missing:
        raise InvalidInput(errors=missing)
    person: wire.PersonInput = present(body.person)
    minor: wire.TeleconsultationMinorInput | None = or_none(body.minor)
    consent: wire.TeleconsultationConsentInput | None = or_none(body.consent)
    status: AttendingDoctorStatus = present(body.attending_doctor_status)
    override = override_of(body)
    years = age_years(person.birth_date, today)
    given = or_none(getattr(body, "territorial_exception", MISSING))
    asked = rules.Asked(
        age_years=years,
        doctor_id=doctor_id,
        status=status,
        attending_id=or_none(body.attending_professional_id),
        contact=or_none(body.attending_contact),
        exception=rules.exception_of(given, years, status),
        has_adult=minor is not None,
        parental_consent=minor is not None and minor.parental_consent,
        consent_by=consent.by if consent is not None else None,
        overrides=override is not None,
    )
    errors = rules.faults(asked)
    errors += await _errors_of_override(db, actor, override)
    errors += _errors_of_minor(minor)
    if asked.attending_id is not None:
        known = await directory.summaries(db, [asked.attending_id])
        if asked.attending_id not in known:
            cure = "There is no such professional: search the directory"
            errors.append(FieldError("/attending_professional_id", cure))
    if errors:
        raise InvalidInput(errors=errors)
    return asked


async def refuse_twice(db: AsyncSession, actor: Actor, body: Body, site: TeleconsultationSite) -> None:
    """A doctor is looked for once for a person at a site, also when the answer to the first request was lost
    and it is sent again under another key, even once one was found. DuplicateRequest, with the booking to
    follow instead."""
    person: wire.PersonInput = present(body.person)
    who = people.identity_hash(person.family_name, person.given_name, person.birth_date).hex()
    await wait_for_turn(db, f"teleconsultation soon|{site.id}|{who}")
    same = await people.same_people(db, actor, person)
    if not same:
        return
    other = await db.scalar(
        select(TeleconsultationBooking.id)
        .join(Case, Case.id == TeleconsultationBooking.id)
        .where(
            TeleconsultationBooking.site_id == site.id,
            or_(
                TeleconsultationBooking.state.in_(sorted(rules.SEARCHING)),
                # Found by a search, and ahead: a time that was chosen stands in nobody's way.
                and_(
                    TeleconsultationBooking.state.in_(sorted(rules.AHEAD)),
                    TeleconsultationBooking.dispatch_id.is_not(None),
                ),
            ),
            Case.person_id.in_(same),
        )
        .order_by(Case.created_at.desc())
        .limit(1)
    )
    if other is not None:
        raise DuplicateRequest("Follow the one that is open instead", related_id=other)


def override_of(body: Body) -> str | None:
    """Why a doctor takes a minor without what is asked, if one does."""
    reason: str | None = or_none(getattr(body, "override_reason", MISSING))
    return reason


async def _errors_of_override(db: AsyncSession, actor: Actor, reason: str | None) -> list[FieldError]:
    """Only a doctor takes a minor without what is asked, with a reason that says nothing medical."""
    if reason is None:
        return []
    found = []
    doctor = False
    if policy.may_override(actor) and actor.professional_id is not None:
        summary = (await directory.summaries(db, [actor.professional_id])).get(actor.professional_id)
        doctor = summary is not None and summary.profession_code == DOCTOR
    if not doctor:
        found.append(FieldError("/override_reason", "Only a doctor decides so: leave this out"))
    if cure := why_not_kept(reason, checked=True):
        found.append(FieldError("/override_reason", cure))
    return found


def _errors_of_minor(minor: wire.TeleconsultationMinorInput | None) -> list[FieldError]:
    if minor is None:
        return []
    found = []
    if refuse_nir(minor.adult_name):
        found.append(FieldError("/minor/adult_name", NIR_HINT))
    try:
        e164(minor.phone)
    except PhoneRefused as refused:
        found.append(FieldError("/minor/phone", str(refused)))
    return found
