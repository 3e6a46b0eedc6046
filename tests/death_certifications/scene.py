"""Somebody has died in Vitry, for tests of the requests to certify a death."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import httpx
from sqlalchemy import select, update

from api.certifiers.tables import CertifierDossier
from api.contract.models import CertifierCategory
from api.core import clock
from api.core.db import unit_of_work
from api.directory.tables import Membership, Professional
from tests.days import today
from tests.roles import VITRY, SignedIn

DECEASED: dict[str, Any] = {
    "family_name": "Vauquelin",
    "given_name": "Augustine",
    "birth_date": "1941-03-12",
    "sex": "female",
}
PLACE: dict[str, Any] = {
    "kind": "home",
    "address_line": "8 rue des Cordiers",
    "access": "3e étage, code B1142",
    "commune_insee": VITRY,
}
REQUESTER: dict[str, Any] = {
    "kind": "town_hall",
    "name": "Nadège Colombet",
    "function": "État civil",
    "phone": "01 99 00 42 18",
}


def a_death(**given: Any) -> dict[str, Any]:
    """The body of a complete request: at home, an adult, nothing unusual, found an hour ago."""
    return {
        "certain": True,
        "public_place": "no",
        "violence": "no",
        "identified": "yes",
        "adult": "yes",
        "expected": "unknown",
        "deceased": DECEASED,
        "place": PLACE,
        "found_at": (clock.now() - timedelta(hours=1)).isoformat(),
        "death_precision": "unknown",
        "attending_doctor_status": "none",
        "requester": REQUESTER,
        **given,
    }


async def file(requester: SignedIn, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """File a request; the answer, which must be a success."""
    answer = await requester.call("createDeathCertificationRequest", json=dict(body or a_death()))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def read(who: SignedIn, request_id: str) -> dict[str, Any]:
    """A request as somebody who may see it reads it."""
    answer = await who.call("getDeathCertificationRequest", request_id=request_id)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def act(who: SignedIn, operation: str, request: Mapping[str, Any], **given: Any) -> httpx.Response:
    """Move a request in the version that was read."""
    headers = {"If-Match": f'"{request["version"]}"'}
    return await who.call(operation, request_id=request["id"], headers=headers, **given)


async def moved(who: SignedIn, operation: str, request: Mapping[str, Any], **given: Any) -> dict[str, Any]:
    """The same, which must succeed; the request after it."""
    answer = await act(who, operation, request, **given)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def volunteer(professional: SignedIn) -> SignedIn:
    """Have a professional volunteer to certify deaths."""
    async with unit_of_work(professional.community_id) as db:
        await db.execute(
            update(Membership)
            .where(Membership.professional_id == professional.professional_id)
            .values(death_certification=True)
        )
    return professional


async def make_nurse(professional: SignedIn) -> SignedIn:
    """Make a professional a nurse who may certify: diploma, training, a fresh look at the Order's list."""
    async with unit_of_work(professional.community_id) as db:
        who = await db.scalar(select(Professional).where(Professional.id == professional.professional_id))
        assert who is not None
        who.profession_code, who.specialty_codes = "60", []
        db.add(
            CertifierDossier(
                community_id=professional.community_id,
                professional_id=professional.professional_id,
                version=1,
                category=CertifierCategory.nurse,
                diploma_on=date(2012, 7, 1),
                training_validated_on=date(2025, 9, 30),
                order_list_checked_on=today(-30),
            )
        )
    return await volunteer(professional)


async def accept(professional: SignedIn, eta_minutes: int | None = 30) -> httpx.Response:
    """Accept the first pending offer, and say in how many minutes one is there."""
    return await accept_offer(professional, await first_offer(professional), eta_minutes)


async def first_offer(professional: SignedIn) -> str:
    """The identifier of the first pending offer."""
    listed = await professional.call("listOffers", params={"state": "pending"})
    assert listed.status_code == 200, listed.text
    [offer, *_] = listed.json()["items"]
    return str(offer["id"])


async def accept_offer(professional: SignedIn, offer_id: str, eta_minutes: int | None = 30) -> httpx.Response:
    """Accept this offer, and say in how many minutes one is there."""
    body = {} if eta_minutes is None else {"eta_minutes": eta_minutes}
    return await professional.call("acceptOffer", offer_id=offer_id, json=body)


async def offered(professional: SignedIn) -> int:
    """How many offers wait for this professional."""
    listed = await professional.call("listOffers", params={"state": "pending"})
    assert listed.status_code == 200, listed.text
    return len(listed.json()["items"])
