"""A territory where somebody asks for care, for tests of the search and of the requests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select, update

from api.availability.tables import Opening
from api.core import clock
from api.core.db import unit_of_work
from api.directory.tables import Membership, Practice
from api.dispatch import service as dispatch
from api.dispatch.tables import Dispatch, Offer
from api.identity.tables import CommunityRulesRow
from tests.roles import VITRY, SignedIn

PERSON: dict[str, Any] = {
    "family_name": "Castaing-Moreau",
    "given_name": "Lina",
    "birth_date": "2021-03-12",
    "sex": "female",
    "phone": "06 39 98 41 07",
    "commune_insee": VITRY,
}


def a_request(**given: Any) -> dict[str, Any]:
    """The body of a complete request, within 24 hours, whose attending doctor is unknown."""
    return {
        "red_flags": [],
        "person": PERSON,
        "need": "ear_nose_throat",
        "urgency": "within_24_hours",
        "mobility": "can_travel",
        "attending_doctor_status": "none",
        "informed": True,
        **given,
    }


def whose_doctor_is(doctor: SignedIn, **given: Any) -> dict[str, Any]:
    """The same, for a person whose attending doctor is this one."""
    return a_request(
        attending_doctor_status="known", attending_professional_id=str(doctor.professional_id), **given
    )


async def no_quiet_hours(community_id: UUID, **dispatch_rules: Any) -> None:
    """Tests run at any hour: nobody is quiet, unless the test says so (`quiet_hours=…`)."""
    async with unit_of_work(community_id) as db:
        row = await db.scalar(select(CommunityRulesRow).where(CommunityRulesRow.community_id == community_id))
        never = {"from_time": "00:00", "to_time": "00:00"}
        changed = row.document["dispatch"] | {"quiet_hours": never} | dispatch_rules
        patient = {"idle_minutes": 240}  # the clock jumps ahead: nobody is signed out for it
        row.document = row.document | {"dispatch": changed, "sessions": patient}


async def file(requester: SignedIn, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """File a request; the answer, which must be a success."""
    answer = await requester.call("createUnscheduledCareRequest", json=body or a_request())
    assert answer.status_code == 201, answer.text
    return answer.json()


async def offers_of(professional: SignedIn, state: str | None = "pending") -> list[dict[str, Any]]:
    """The offers that a professional sees."""
    answer = await professional.call("listOffers", params={"state": state} if state else {})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def accept(professional: SignedIn, **body: Any) -> httpx.Response:
    """Accept the first pending offer."""
    [offer, *_] = await offers_of(professional)
    return await professional.call("acceptOffer", offer_id=offer["id"], json=body)


async def decline(professional: SignedIn, reason: str = "no_room") -> httpx.Response:
    """Decline the first pending offer."""
    [offer, *_] = await offers_of(professional)
    return await professional.call("declineOffer", offer_id=offer["id"], json={"reason": reason})


async def read(who: SignedIn, request: dict[str, Any]) -> dict[str, Any]:
    """The request as somebody sees it now."""
    answer = await who.call("getUnscheduledCareRequest", request_id=request["id"])
    assert answer.status_code == 200, answer.text
    return answer.json()


async def act(who: SignedIn, operation: str, request: dict[str, Any], **body: Any) -> httpx.Response:
    """Do something with a request in its present version."""
    version = (await read(who, request))["version"]
    more = {"json": body} if body or operation.startswith("confirm") else {}
    return await who.call(operation, request_id=request["id"], headers={"If-Match": f'"{version}"'}, **more)


async def steer(
    coordinator: SignedIn, operation: str, request: dict[str, Any], **body: Any
) -> httpx.Response:
    """Do something with the search of a request in its present version."""
    dispatch_id = (await read(coordinator, request))["dispatch_id"]
    return await steer_of(coordinator, operation, dispatch_id, **body)


async def steer_of(coordinator: SignedIn, operation: str, dispatch_id: str, **body: Any) -> httpx.Response:
    """The same with a search of any kind of request."""
    seen = await coordinator.call("getDispatch", dispatch_id=dispatch_id)
    assert seen.status_code == 200, seen.text
    more = {"json": body} if body else {}
    return await coordinator.call(
        operation, dispatch_id=dispatch_id, headers={"If-Match": seen.headers["etag"]}, **more
    )


async def thread(who: SignedIn, request: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of the timeline."""
    answer = await who.call("listTimeline", case_id=request["id"], params={"limit": 200})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def kinds(lines: Iterable[dict[str, Any]]) -> list[str]:
    """What happened, in order."""
    return [line["kind"] for line in lines]


async def tick(community_id: UUID) -> int:
    """What the worker does every few seconds."""
    return await dispatch.tick(community_id, clock.now())


async def set_member(professional: SignedIn, **values: Any) -> None:
    """Change what a member declared."""
    async with unit_of_work(professional.community_id) as db:
        await db.execute(
            update(Membership)
            .where(Membership.professional_id == professional.professional_id)
            .values(**values)
        )


async def open_time(professional: SignedIn, *, modes: tuple[str, ...] = ("office",)) -> None:
    """Open the whole of each day of a professional, in slots of 20 minutes, meant for nobody but offers."""
    at = clock.now()
    async with unit_of_work(professional.community_id) as db:
        practice = await db.scalar(
            select(Practice).where(Practice.professional_id == professional.professional_id)
        )
        db.add_all(
            Opening(
                community_id=professional.community_id,
                professional_id=professional.professional_id,
                practice_id=practice.id,
                version=1,
                kind="slots",
                weekday=weekday,
                from_minute=0,
                to_minute=1440,
                valid_from=date(2020, 1, 1),
                slot_minutes=20,
                capacity=1,
                needs=[],
                modes=list(modes),
                audiences=[],
                created_at=at,
            )
            for weekday in range(1, 8)
        )


@dataclass(frozen=True)
class Stored:
    """What the database holds of one request, for tests that nothing changed."""

    state: str
    dispatch_state: str | None
    offers: dict[UUID, str]
    next_at: datetime | None


async def stored(community_id: UUID, request: dict[str, Any]) -> Stored:
    """Read what is stored, past any view."""
    from api.unscheduled_care.tables import UnscheduledCareRequest

    async with unit_of_work(community_id) as db:
        row = await db.get_one(UnscheduledCareRequest, UUID(request["id"]))
        search = await db.scalar(select(Dispatch).where(Dispatch.case_id == row.id))
        offers = await db.scalars(select(Offer).where(Offer.case_id == row.id))
        return Stored(
            row.state,
            search.state if search else None,
            {offer.id: offer.state for offer in offers},
            search.next_at if search else None,
        )


def soon(hours: float) -> str:
    """An instant in some hours, on a full minute, as JSON says it."""
    return (clock.now() + timedelta(hours=hours)).replace(second=0, microsecond=0).isoformat()
