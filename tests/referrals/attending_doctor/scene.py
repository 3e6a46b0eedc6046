"""Somebody in Vitry has no doctor, for tests of the search for an attending doctor."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select, update

from api.cases.tables import Case
from api.core import clock
from api.core.db import unit_of_work
from api.directory.tables import Membership
from api.identity.tables import CommunityRulesRow
from api.referrals.attending_doctor.tables import AttendingDoctorCapacity, AttendingDoctorRequest
from tests.dispatch.scene import offers_of
from tests.roles import VITRY, SignedIn

PERSON: dict[str, Any] = {
    "family_name": "Delorme-Vasseur",
    "given_name": "Honorine",
    "birth_date": "1950-03-12",
    "sex": "female",
    "phone": "06 39 98 41 12",
    "commune_insee": VITRY,
}
CARD = frozenset({"level", "long_term_illness", "home_visit", "waiting_days", "places", "places_left"})
"""What a doctor who is asked reads of the search, beside an age band and a sector."""

OFFER = frozenset(
    {
        "kind",
        "need",
        "age_band",
        "urgency",
        "wished_before",
        "sector",
        "commune_name",
        "mobility",
        "requester_profession",
        "interpreter",
        "profession_sought",
        "found_at",
        "place_kind",
        "attending_doctor",
        "opinion",
        "teleconsultation",
        "discharge",
    }
)
"""What may stand on the card of an offer of any kind: nothing of the coordination's, nobody's name."""


def looks_for_a_doctor(**given: Any) -> dict[str, Any]:
    """The body of a complete request: 70 years and more, whose doctor retired, who knows and agrees."""
    return {
        "person": PERSON,
        "informed": True,
        "declared_doctor": False,
        "absence_reason": "doctor_retired",
        **given,
    }


def full(**given: Any) -> dict[str, Any]:
    """Everything that can be said of a person."""
    return looks_for_a_doctor(
        long_term_illness=True,
        home_visit=True,
        wheelchair=True,
        social_cover=True,
        pregnancy=True,
        disability=True,
        discharged_on="2026-01-15",
        former_doctor="Dr Inventé",
        household_without_doctor=2,
        interpreter="portugais",
        **given,
    )


def somebody(given_name: str, **given: Any) -> dict[str, Any]:
    """The same of another person."""
    return looks_for_a_doctor(person=PERSON | {"given_name": given_name}, **given)


async def enter(who: SignedIn, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Enter somebody; the answer, which must be a success."""
    answer = await who.call("createAttendingDoctorRequest", json=dict(body or looks_for_a_doctor()))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def read(who: SignedIn, request: Mapping[str, Any]) -> dict[str, Any]:
    """A request as somebody who may see it reads it now."""
    answer = await who.call("getAttendingDoctorRequest", request_id=request["id"])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def act(who: SignedIn, operation: str, request: Mapping[str, Any], **body: Any) -> httpx.Response:
    """Do something with a request in the version that is its own now."""
    version = await version_of(who, request)
    more = {"json": body} if body else {}
    return await who.call(operation, request_id=request["id"], headers={"If-Match": f'"{version}"'}, **more)


async def moved(who: SignedIn, operation: str, request: Mapping[str, Any], **body: Any) -> dict[str, Any]:
    """The same, which must succeed; the request after it."""
    answer = await act(who, operation, request, **body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def ready(coordinator: SignedIn, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Somebody entered and checked: a doctor may be proposed."""
    request = await enter(coordinator, body)
    return await moved(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")


async def proposed(coordinator: SignedIn, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Somebody for whom a doctor is asked."""
    return await moved(coordinator, "proposeAttendingDoctor", await ready(coordinator, body))


async def declare_places(doctor: SignedIn, quota: int = 3, **given: Any) -> SignedIn:
    """Have a doctor volunteer, with so many places a month from now on."""
    async with unit_of_work(doctor.community_id) as db:
        await db.execute(
            update(Membership)
            .where(Membership.professional_id == doctor.professional_id)
            .values(attending_doctor=True)
        )
        db.add(
            AttendingDoctorCapacity(
                **{
                    "community_id": doctor.community_id,
                    "professional_id": doctor.professional_id,
                    "version": 1,
                    "quota": quota,
                    "home_visits": True,
                    "sectors": [],
                    "declared_at": clock.now(),
                    **given,
                }
            )
        )
    return doctor


async def asked(*doctors: SignedIn) -> list[int]:
    """How many people are proposed to each."""
    return [len(await offers_of(doctor)) for doctor in doctors]


async def change_rules(community_id: UUID, **changed: Any) -> None:
    """Change rules of the searches; the version of the rules goes up, as when somebody writes them."""
    async with unit_of_work(community_id) as db:
        row = await db.scalar(select(CommunityRulesRow).where(CommunityRulesRow.community_id == community_id))
        assert row is not None
        own = row.document.get("attending_doctor", {})
        row.document = row.document | {"attending_doctor": own | changed}
        row.version += 1


async def row_of(who: SignedIn, request: Mapping[str, Any]) -> AttendingDoctorRequest:
    """What is stored of a request."""
    async with unit_of_work(who.community_id) as db:
        return await db.get_one(AttendingDoctorRequest, UUID(request["id"]))


async def version_of(who: SignedIn, request: Mapping[str, Any]) -> int:
    """The present version of a request, whoever may read it."""
    async with unit_of_work(who.community_id) as db:
        return (await db.get_one(Case, UUID(request["id"]))).version
