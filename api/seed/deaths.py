"""Requests to certify a death, lived just now: certified, on the way, searched, to complete."""

from typing import Any
from uuid import UUID

from api.cases.service import list_cases
from api.contract.models import (
    AttendingDoctorContact,
    AttendingDoctorStatus,
    CaseKind,
    CertificateChannel,
    DeathAnswer,
    DeathCertificate,
    DeathCertificationRequestInput,
    DeathClosedBy,
    DeathCorrection,
    DeathCorrectionReason,
    DeathDeparture,
    DeathExternalClosure,
    DeathPlaceKind,
    DeathPrecision,
    DeathRequesterKind,
    ListCasesQuery,
    Sex,
)
from api.death_certifications import service as deaths
from api.seed.people import DemoPerson
from api.seed.stage import Stage
from api.seed.stories import AUBERTIN, BELHADDAD, COORDINATOR, ESTEVE, NURSE

TOWN_HALL, POLICE = "Nadège Colombet", "Farid Ounissi"
GROWN_UP = (50, 130)
"""Ages of those who die here, in years: nurses may certify their death too."""

CERTIFIERS = (AUBERTIN, ESTEVE, BELHADDAD, NURSE)
_HOUR, _DAY = 60, 24 * 60


async def vitry(stage: Stage) -> None:
    """Vitry-sur-Seine, from yesterday to now."""
    await _certified(stage)
    await _on_the_way(stage)
    await _on_the_rota(stage)
    await _to_complete(stage)


async def close_what_is_left(stage: Stage, coordinator: str) -> None:
    """The coordination closes the requests of another day: somebody else has been there since."""
    actor, body = stage.cast[coordinator], DeathExternalClosure(closed_by=DeathClosedBy.other_doctor)
    query = ListCasesQuery(kind=CaseKind.death_certification, limit=200)
    async with stage.act(stage.now) as db:
        board = await list_cases(db, actor, query)
    for case in board.items:
        async with stage.act(stage.now) as db:
            await deaths.close_death_certification_elsewhere(
                db, actor, case.id, case.version, body, at=stage.now
            )


async def _certified(stage: Stage) -> None:
    """A nursing home called the coordination yesterday; the doctor of the person came within two hours, and
    corrects in the evening the hour of the certificate, said too late."""
    asked = _DAY + 3 * _HOUR
    request = await _ask(
        stage,
        COORDINATOR,
        asked,
        found=asked + 40,
        died=asked + 90,
        attending=AUBERTIN,
        place=DeathPlaceKind.nursing_home,
        expected=DeathAnswer.yes,
        requester=(DeathRequesterKind.nursing_home, "Mireille Sorel", "Cadre de santé", "0199006201"),
        requested_for="EHPAD Les Glycines",
        people_present="L’équipe de soins, et le fils",
    )
    taken = await _somebody_accepts(stage, request, asked - 12, (AUBERTIN, *CERTIFIERS), eta_minutes=60)
    if taken is None:
        return
    who, minutes = taken
    await _departs(stage, who, request, minutes - 20, eta_minutes=35)
    await _arrives(stage, who, request, minutes - 52)
    await _certifies(stage, who, request, minutes - 85)
    await _corrects(stage, who, request, minutes - 240, certified=minutes - 72)


async def _on_the_way(stage: Stage) -> None:
    """The town hall asked; the doctor of the person left their practice some minutes ago."""
    request = await _ask(
        stage,
        TOWN_HALL,
        48,
        found=130,
        attending=ESTEVE,
        requester=(DeathRequesterKind.town_hall, TOWN_HALL, "État civil", "0199006100"),
        people_present="Sa fille, 06 39 98 33 50",
        funeral=DeathAnswer.yes,
        note="Sonner à la loge, la gardienne ouvre.",
    )
    taken = await _somebody_accepts(stage, request, 37, (ESTEVE, *CERTIFIERS), eta_minutes=50)
    if taken is not None:
        await _departs(stage, taken[0], request, 8, eta_minutes=25)


async def _on_the_rota(stage: Stage) -> None:
    """A family called the coordination; those on the rota are asked."""
    await _ask(
        stage,
        COORDINATOR,
        11,
        found=95,
        requester=(DeathRequesterKind.family, "Odile Marchais", "Sa voisine", "0639983351"),
        requested_for="Odile Marchais, voisine",
        people_present="Son mari et la voisine",
    )


async def _to_complete(stage: Stage) -> None:
    """The police do not know yet whether anybody may enter the place: nobody is sent before they do."""
    await _ask(
        stage,
        POLICE,
        6,
        found=35,
        place=DeathPlaceKind.other,
        public_place=DeathAnswer.unknown,
        requester=(DeathRequesterKind.national_police, POLICE, "Brigadier", "0199006101"),
        people_present="Deux agents",
    )


async def _ask(
    stage: Stage,
    who: str,
    minutes_ago: float,
    *,
    found: float,
    requester: tuple[DeathRequesterKind, str, str, str],
    people_present: str,
    died: float | None = None,
    attending: str | None = None,
    place: DeathPlaceKind = DeathPlaceKind.home,
    public_place: DeathAnswer = DeathAnswer.no,
    expected: DeathAnswer = DeathAnswer.unknown,
    funeral: DeathAnswer = DeathAnswer.no,
    requested_for: str | None = None,
    note: str | None = None,
) -> UUID:
    """Somebody files a request; its id. `found` and `died`: how many minutes ago. `requester`: as what, name,
    function, phone. `requested_for`: who phoned, when the coordinator types it."""
    known = stage.cast[attending].professional_id if attending else None
    kind, name, function, phone = requester
    facts: dict[str, Any] = {
        "certain": True,
        "public_place": public_place,
        "violence": DeathAnswer.no,
        "identified": DeathAnswer.yes,
        "adult": DeathAnswer.yes,
        "expected": expected,
        **_of(stage.patient(ages=GROWN_UP), place),
        "found_at": stage.ago(found),
        "death_estimated_at": None if died is None else stage.ago(died),
        "death_precision": DeathPrecision.unknown if died is None else DeathPrecision.approximate,
        "people_present": people_present,
        "attending_doctor_status": AttendingDoctorStatus.known if known else AttendingDoctorStatus.unknown,
        "attending_professional_id": known,
        "attending_contact": AttendingDoctorContact.not_called if known else None,
        "funeral_operator_waiting": funeral,
        "note": note,
        "requester": {"kind": kind, "name": name, "function": function, "phone": phone},
        "requested_for": requested_for,
    }
    body, at = DeathCertificationRequestInput.model_validate(facts), stage.ago(minutes_ago)
    async with stage.act(at) as db:
        return (await deaths.create_death_certification_request(db, stage.cast[who], body, at=at)).id


def _of(person: DemoPerson, place: DeathPlaceKind) -> dict[str, object]:
    """An invented person as one who has died, and where."""
    return {
        "deceased": {
            "family_name": person.family_name,
            "given_name": person.given_name,
            "birth_date": person.birth_date,
            "sex": Sex(person.sex),
        },
        "place": {
            "kind": place,
            "address_line": person.address_line,
            "access": "2e étage" if place is DeathPlaceKind.home else None,
            "commune_insee": person.commune_insee,
            "sector": person.sector,
        },
    }


async def _somebody_accepts(
    stage: Stage, request: UUID, minutes_ago: int, certifiers: tuple[str, ...], *, eta_minutes: int
) -> tuple[str, int] | None:
    """The first of these whom the search reaches says yes: who, and how many minutes ago.

    The doctor of the person comes first; when they are away, those on the rota and the volunteers follow.
    """
    for minutes in range(minutes_ago, max(minutes_ago - 60, 10), -5):
        await stage.time_passes(stage.ago(minutes))
        for who in certifiers:
            if await stage.comes(who, request, stage.ago(minutes), eta_minutes=eta_minutes):
                return who, minutes
    return None


async def _departs(stage: Stage, who: str, request: UUID, minutes_ago: float, *, eta_minutes: int) -> None:
    version, at = await stage.version(request), stage.ago(minutes_ago)
    async with stage.act(at) as db:
        body = DeathDeparture(eta_minutes=eta_minutes)
        await deaths.depart_for_death_certification(db, stage.cast[who], request, version, body, at=at)


async def _arrives(stage: Stage, who: str, request: UUID, minutes_ago: float) -> None:
    version, at = await stage.version(request), stage.ago(minutes_ago)
    async with stage.act(at) as db:
        await deaths.arrive_for_death_certification(db, stage.cast[who], request, version, at=at)


async def _certifies(stage: Stage, who: str, request: UUID, minutes_ago: float) -> None:
    version, at = await stage.version(request), stage.ago(minutes_ago)
    body = DeathCertificate(
        channel=CertificateChannel.electronic, town_hall_informed=True, attending_doctor_informed=True
    )
    async with stage.act(at) as db:
        await deaths.certify_death(db, stage.cast[who], request, version, body, at=at)


async def _corrects(stage: Stage, who: str, request: UUID, minutes_ago: float, *, certified: float) -> None:
    """The certificate was made so many minutes ago, before it was said."""
    version, at = await stage.version(request), stage.ago(minutes_ago)
    body = DeathCorrection(reason=DeathCorrectionReason.said_late, certified_at=stage.ago(certified))
    async with stage.act(at) as db:
        await deaths.correct_death_certification_request(db, stage.cast[who], request, version, body, at=at)
