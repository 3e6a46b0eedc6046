"""Searches for an attending doctor over two months: found, proposed, refused by five, waiting."""

from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from altcha import v1 as altcha
from sqlalchemy import func, select, update

from api.cases.tables import Case
from api.contract.models import (
    AttendingDoctorAbsence,
    AttendingDoctorAppointment,
    AttendingDoctorContactAttempt,
    AttendingDoctorFiler,
    AttendingDoctorFormInput,
    AttendingDoctorOutcome,
    AttendingDoctorQualification,
    AttendingDoctorRequestInput,
    AttendingDoctorSource,
    CaseKind,
    DeclineReason,
    OfferAcceptance,
    OfferDecline,
    OfferState,
)
from api.core.db import unit_of_work
from api.core.idempotency import Write
from api.directory.tables import Membership
from api.dispatch import service as dispatching
from api.dispatch.tables import Offer
from api.identity import service as identity
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor import service as searches
from api.referrals.attending_doctor.service import public_form
from api.referrals.attending_doctor.tables import AttendingDoctorCapacity
from api.seed.deaths import TOWN_HALL
from api.seed.stage import Stage, person_facts
from api.seed.stories import (
    AUBERTIN,
    BELHADDAD,
    COORDINATOR,
    ESTEVE,
    GIRAUDET,
    KERVELLA,
    PHARMACIST,
    THEVENIN,
)

# Places a month, now and from the next month on; who says 0 may be asked next month.
_PLACES = {
    AUBERTIN: (0, 3),
    ESTEVE: (2, 2),
    BELHADDAD: (3, 3),
    GIRAUDET: (2, 2),
    THEVENIN: (4, 4),
    KERVELLA: (2, 2),
}
_OLD, _OLDER, _GROWN = (70, 80), (80, 110), (20, 60)
_MORNING = time(9, 30)
_NOWHERE = "unknown"
"""The network from which the form is filed: of nobody."""


async def vitry(stage: Stage) -> None:
    """Vitry-sur-Seine. Such a search lasts for months: once it is lived, it goes on by itself."""
    async with unit_of_work(stage.community.id) as db:
        known = select(func.count()).select_from(Case).where(Case.kind == CaseKind.attending_doctor)
        if await db.scalar(known):
            return
    await _declare(stage)
    await _found(stage)
    await _enter(stage, COORDINATOR, 57, _GROWN, ready=True)
    await _refused_by_five(stage)
    await _proposed(stage)
    await _enter(stage, COORDINATOR, 28, _OLDER, ready=True, home_visit=True, discharged=35)
    await _not_reached(stage)
    await _enter(stage, COORDINATOR, 17, _GROWN, ready=True, pregnancy=True)
    await _enter(stage, TOWN_HALL, 12, _OLD, informed=False)
    await _by_the_form(stage, 4, _GROWN, pregnancy=True, social_cover=True)
    await _by_the_form(stage, 1, _OLDER, carer=("Mme Coste", "sa fille"), home_visit=True)
    await _enter(stage, PHARMACIST, 1, _OLD, long_term_illness=True)


async def _declare(stage: Stage) -> None:
    async with stage.act(stage.ago(70 * 24 * 60)) as db:
        zone = identity.zone_of(stage.community)
        following = rules.next_month(rules.month_of(stage.now, zone))
        for name, (quota, later) in _PLACES.items():
            doctor = stage.cast[name].professional_id
            await db.execute(
                update(Membership)
                .where(Membership.community_id == stage.community.id, Membership.professional_id == doctor)
                .values(attending_doctor=True)
            )
            db.add(
                AttendingDoctorCapacity(
                    community_id=stage.community.id,
                    professional_id=doctor,
                    version=1,
                    quota=quota,
                    later_quota=later if later != quota else None,
                    later_month=following if later != quota else None,
                    home_visits=name in (THEVENIN, BELHADDAD, ESTEVE, GIRAUDET, KERVELLA),
                    sectors=[],
                    in_six_months=2 if name == THEVENIN else None,
                    declared_at=stage.ago(70 * 24 * 60),
                )
            )


async def _found(stage: Stage) -> None:
    """Entered by the coordination for a ward; the first doctor asked accepted, and declared them."""
    request = await _enter(stage, COORDINATOR, 62, _OLD, ready=True, long_term_illness=True)
    await _propose(stage, request, 61)
    doctor = await _asked(stage, request)
    if doctor is None:
        return
    async with stage.act(_day(stage, 60)) as db:
        offer = await _offer(db, request)
        actor = stage.cast[doctor]
        await dispatching.accept_offer(db, actor, offer, OfferAcceptance(), at=_day(stage, 60))
    at = _day(stage, 59)
    async with stage.act(at) as db:
        version = await stage.version(request)
        body = AttendingDoctorAppointment(on_day=(at + timedelta(days=9)).date())
        await searches.set_attending_doctor_appointment(db, stage.cast[doctor], request, version, body, at=at)
    at = _day(stage, 25)
    async with stage.act(at) as db:
        version = await stage.version(request)
        await searches.declare_attending_doctor(db, stage.cast[doctor], request, version, at=at)


async def _refused_by_five(stage: Stage) -> None:
    """Seen at home only, at the top of the list: five doctors said no, the coordination decides."""
    request = await _enter(
        stage, COORDINATOR, 41, _OLDER, ready=True, long_term_illness=True, home_visit=True
    )
    await _propose(stage, request, 40)
    reasons = [DeclineReason.home_visits_impossible] * 3 + [DeclineReason.patient_list_full] * 2
    for days, reason in zip(range(39, 34, -1), reasons, strict=True):
        await _declines(stage, request, days, reason)


async def _proposed(stage: Stage) -> None:
    """A doctor has been thinking for two days."""
    request = await _enter(stage, COORDINATOR, 34, _OLD, ready=True, long_term_illness=True)
    await _propose(stage, request, 2)


async def _not_reached(stage: Stage) -> None:
    """Called twice in vain, on two days."""
    request = await _enter(stage, COORDINATOR, 19, _OLDER, ready=True)
    for days in (5, 2):
        async with stage.act(_day(stage, days)) as db:
            version = await stage.version(request)
            body = AttendingDoctorContactAttempt(reached=False)
            await searches.record_attending_doctor_contact(
                db, stage.cast[COORDINATOR], request, version, body, at=_day(stage, days)
            )


async def _enter(
    stage: Stage,
    who: str,
    days: int,
    ages: tuple[int, int],
    *,
    ready: bool = False,
    informed: bool = True,
    discharged: int | None = None,
    **flags: bool,
) -> UUID:
    """Somebody is entered so many days ago, and checked by the coordination the same day when `ready`."""
    at = _day(stage, days)
    facts: dict[str, Any] = {
        "person": person_facts(stage.patient(ages=ages)),
        "informed": informed,
        "declared_doctor": False,
        "absence_reason": AttendingDoctorAbsence.doctor_retired,
        **flags,
    }
    if discharged is not None:
        facts |= {"discharged_on": (stage.now - timedelta(days=discharged)).date()}
    if who == COORDINATOR:
        facts |= {"for_organisation": AttendingDoctorSource.ward, "requested_for": "Service de gériatrie"}
    body = AttendingDoctorRequestInput.model_validate(facts)
    async with stage.act(at) as db:
        made = await searches.create_attending_doctor_request(db, stage.cast[who], body, at=at)
    if ready:
        async with stage.act(at) as db:
            body_ready = AttendingDoctorQualification(outcome=AttendingDoctorOutcome.ready)
            await searches.qualify_attending_doctor_request(
                db, stage.cast[COORDINATOR], made.id, made.version, body_ready, at=at
            )
    return made.id


async def _by_the_form(
    stage: Stage, days: int, ages: tuple[int, int], *, carer: tuple[str, str] | None = None, **flags: bool
) -> None:
    """Somebody without account, or who cares for them (name, and who they are), fills the public form in."""
    at, finess = _day(stage, days), stage.community.finess
    async with stage.act(at) as db:
        drawn = await public_form.draw_attending_doctor_challenge(db, finess, _NOWHERE)
    found = altcha.solve_challenge(drawn.challenge, drawn.salt, altcha.SHA256, drawn.most)
    assert found is not None  # noqa: S101  whoever draws a challenge draws an answer
    facts: dict[str, Any] = {
        "proof": drawn.model_dump(include={"challenge", "salt", "signature"}) | {"number": found.number},
        "filed_by": AttendingDoctorFiler.carer if carer else AttendingDoctorFiler.person,
        "consent": True,
        "person": person_facts(stage.patient(ages=ages)) | {"phone_of": None},
        "declared_doctor": False,
        "absence_reason": AttendingDoctorAbsence.moved,
        **flags,
    }
    if carer is not None:
        facts |= {"carer_name": carer[0], "carer_link": carer[1]}
    body = AttendingDoctorFormInput.model_validate(facts)
    async with stage.act(at) as db:
        sent = Write(drawn.challenge, sha256(drawn.challenge.encode()).digest(), "")
        await public_form.file_attending_doctor_form(db, finess, _NOWHERE, body, sent)


async def _propose(stage: Stage, request: UUID, days: int) -> None:
    async with stage.act(_day(stage, days)) as db:
        version = await stage.version(request)
        await searches.propose_attending_doctor(
            db, stage.cast[COORDINATOR], request, version, at=_day(stage, days)
        )


async def _declines(stage: Stage, request: UUID, days: int, reason: DeclineReason) -> None:
    doctor = await _asked(stage, request)
    if doctor is None:
        return
    async with stage.act(_day(stage, days)) as db:
        offer = await _offer(db, request)
        body = OfferDecline(reason=reason)
        await dispatching.decline_offer(db, stage.cast[doctor], offer, body, at=_day(stage, days))


async def _asked(stage: Stage, request: UUID) -> str | None:
    """The name of the doctor who is asked now."""
    names = {actor.professional_id: name for name, actor in stage.cast.items()}
    async with unit_of_work(stage.community.id) as db:
        pending = select(Offer.professional_id).where(
            Offer.case_id == request, Offer.state == OfferState.pending
        )
        return names.get(await db.scalar(pending))


async def _offer(db: Any, request: UUID) -> UUID:
    pending = select(Offer.id).where(Offer.case_id == request, Offer.state == OfferState.pending)
    found: UUID = (await db.scalars(pending)).one()
    return found


def _day(stage: Stage, days: int) -> datetime:
    """A morning so many days ago, at an hour when people work; never in the future."""
    zone = identity.zone_of(stage.community)
    day = (stage.now.astimezone(zone) - timedelta(days=days)).date()
    return min(datetime.combine(day, _MORNING, tzinfo=zone), stage.now)
