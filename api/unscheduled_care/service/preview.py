"""What would happen if the request were filed now: the real rules, and nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import MISSING
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.contract.models import NextStepKind, OfferReason, WaveAudience
from api.core import clock
from api.core.actor import Actor
from api.core.members import or_none
from api.core.problems import FieldError, InvalidInput
from api.directory import service as directory
from api.dispatch import service as dispatch
from api.dispatch.forecast import Opening, forecast, human_at
from api.dispatch.rules import Plan
from api.dispatch.service import Crowd
from api.identity import service as identity
from api.people.rules import age_band
from api.unscheduled_care import rules
from api.unscheduled_care.service.asking import asking_of
from api.unscheduled_care.service.filing import errors_of_circle
from api.unscheduled_care.service.kind import UnscheduledCare


@dataclass(frozen=True)
class Typed:
    """A request that does not exist yet: the `Subject` of a dry run."""

    need: str
    age_band: str | None
    mobility: str
    urgency: str
    wished_before: datetime
    latitude: float | None
    longitude: float | None


async def preview_unscheduled_care_request(
    db: AsyncSession, actor: Actor, body: wire.UnscheduledCarePreviewInput, *, at: datetime | None = None
) -> wire.UnscheduledCarePreview:
    """The anonymous card and the plan of waves with their hours and numbers, if everybody stayed silent.

    InvalidInput for a birth to come, a commune outside the territory, an unknown professional.
    """
    at = at or clock.now()
    asking = await asking_of(db, actor)
    assert actor.community_id is not None  # noqa: S101  `asking_of` refuses an actor without community
    community = await identity.community_of(db, actor.community_id)
    zone = identity.zone_of(community)
    sector = body.sector if isinstance(body.sector, str) else None
    today = at.astimezone(zone).date()
    errors = await errors_of_circle(db, body.attending_professional_id, body.usual_professional_ids)
    if body.commune_insee not in community.communes:
        who = f"{community.coordination_phone} or " if community.coordination_phone else ""
        message = f"This commune is outside the territory: call {who}the 15"
        errors.append(FieldError("/commune_insee", message))
    if body.birth_date is not MISSING and body.birth_date > today:
        errors.append(FieldError("/birth_date", "This day is after today: correct the date of birth"))
    if errors:
        raise InvalidInput(errors=errors)
    place = await directory.place_of(db, community.id, body.commune_insee, sector, pointer="")
    band = None if body.birth_date is MISSING else age_band(body.birth_date, today)
    deadline = rules.wished_before(body.urgency, at, zone)
    typed = Typed(body.need, band, body.mobility, body.urgency, deadline, place.latitude, place.longitude)
    plan = rules.plan(await identity.rules_of(db, community.id), body.urgency, deadline, at)
    crowd = await _crowd(db, community.id, body, typed, asking.requester.professional_id, at)
    openings = forecast(plan.waves, at, crowd.pick)
    # Once everybody has been asked in vain a human takes over, without waiting for the hour of the plan.
    asked = {person.professional_id for opening in openings for person in opening.people}
    wakes_at = crowd.wakes_at(at, asked)
    coordinator_at = human_at(plan.coordinator_at, openings[-1].ends_at if openings else at, wakes_at)
    return wire.UnscheduledCarePreview(
        card=wire.PreviewCard(
            need=body.need,
            age_band=band,
            urgency=body.urgency,
            wished_before=deadline,
            sector=sector,
            commune_name=place.commune_name,
            mobility=body.mobility,
            requester_profession=asking.requester.profession,
        ),
        steps=await _steps(db, crowd, plan, openings, coordinator_at, wakes_at, deadline, at),
        coordinator_at=coordinator_at,
        coordination_name=community.coordination_name,
        coordination_phone=community.coordination_phone,
        open_now=await directory.open_places(db, community.id, at),
    )


async def _crowd(
    db: AsyncSession,
    community_id: UUID,
    body: wire.UnscheduledCarePreviewInput,
    typed: Typed,
    requester: UUID | None,
    at: datetime,
) -> Crowd:
    usual = rules.first_resort(
        or_none(body.attending_professional_id),
        or_none(body.attending_contact),
        or_none(body.usual_professional_ids) or [],
    )
    return await dispatch.crowd_of(
        db,
        UnscheduledCare(),
        typed,
        community_id=community_id,
        first_resort=usual,
        case_id=None,
        requester=requester,
        at=at,
    )


async def _steps(
    db: AsyncSession,
    crowd: Crowd,
    plan: Plan,
    openings: Sequence[Opening],
    coordinator_at: datetime,
    wakes_at: datetime | None,
    deadline: datetime,
    at: datetime,
) -> list[wire.PreviewStep]:
    """Why the attending doctor is not asked, the waves, the end of quiet hours, the coordinator's call, the
    deadline, by hour.

    Waves that would open once the coordinators have been called are shown too: the search goes on.
    """
    attending = next(
        (usual for usual in crowd.first_resort if usual.reason is OfferReason.attending_doctor), None
    )
    names = await directory.summaries(db, [attending.professional_id] if attending else [])
    doctor = names[attending.professional_id].name if attending else None
    waves = max((wave.number for wave in plan.waves), default=0)
    steps = []
    if attending is not None and (skip := crowd.usual_skip(attending, at)) is not None:
        steps.append(
            _step(at, waves, wave=0, audience=WaveAudience.first_resort, people=0, name=doctor, skip=skip)
        )
    steps += [_opening(opening, waves, crowd, doctor) for opening in openings]
    if wakes_at is not None:
        steps.append(_step(wakes_at, waves, kind=NextStepKind.quiet_hours_end))
    steps.append(_step(coordinator_at, waves, kind=NextStepKind.coordinator_called))
    steps.append(_step(deadline, waves, kind=NextStepKind.care_deadline))
    return sorted(steps, key=lambda step: step.at)


def _opening(opening: Opening, waves: int, crowd: Crowd, doctor: str | None) -> wire.PreviewStep:
    alone = len(opening.people) == 1 and opening.people[0].reason is OfferReason.attending_doctor
    return _step(
        opening.at,
        waves,
        wave=opening.wave.number,
        audience=opening.wave.audience,
        people=len(opening.people),
        minutes=opening.wave.minutes,
        radius_km=opening.wave.radius_km,
        name=doctor if alone else None,
    )


def _step(
    at: datetime,
    waves: int,
    *,
    kind: NextStepKind = NextStepKind.wave_opens,
    wave: int | None = None,
    audience: WaveAudience | None = None,
    people: int | None = None,
    minutes: int | None = None,
    radius_km: float | None = None,
    name: str | None = None,
    skip: wire.SkipReason | None = None,
) -> wire.PreviewStep:
    return wire.PreviewStep(
        at=at,
        kind=kind,
        wave=wave,
        waves=waves if kind is NextStepKind.wave_opens else None,
        audience=audience,
        people=people,
        minutes=minutes,
        radius_km=radius_km,
        professional_name=name,
        skip_reason=skip,
    )
