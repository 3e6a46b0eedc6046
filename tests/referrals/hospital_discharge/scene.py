"""Somebody goes home from the hospital of Vitry, for tests of discharges."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import select

from api.core import clock
from api.core.db import unit_of_work
from api.directory.tables import Professional
from api.identity import cookies, service
from api.identity.rules import ProvedBy
from api.identity.tables import Account
from tests.dispatch.scene import PERSON, offers_of
from tests.roles import SignedIn

NURSE, PHYSIOTHERAPIST, PHARMACIST = "60", "70", "21"

PARIS = ZoneInfo("Europe/Paris")


def today() -> date:
    """The day in the territory."""
    return clock.now().astimezone(PARIS).date()


def a_discharge(*needs: str, days: int = 4, **given: Any) -> dict[str, Any]:
    """The body of a discharge that is ready, in some days, for these needs (a nurse by default)."""
    planned_on = today() + timedelta(days=days)
    lines = [
        {"need": need, "frequency": "daily"} if need == "nurse" else {"need": need}
        for need in needs or ("nurse",)
    ]
    return {
        "person": {**PERSON, "birth_date": "1944-06-02", "address_line": "4 rue des Ormes"},
        "planned_on": planned_on.isoformat(),
        "lines": lines,
        "caller_name": "Sandrine Lemoine",
        "caller_phone": "01 99 00 51 20",
        "informed": True,
        "prescription_signed": True,
        "prescription_from": planned_on.isoformat(),
        "prescription_until": (planned_on + timedelta(days=30)).isoformat(),
        "liaison_letter_sent": True,
        "attending_doctor_status": "unknown",
        **given,
    }


async def sign_in_again(*people: SignedIn) -> None:
    """Days have passed: everybody opens a new session."""
    for who in people:
        async with unit_of_work(who.community_id) as db:
            account = await db.get_one(Account, who.account_id)
            token = await service.open_session(db, account, at=clock.now(), proved_by=ProvedBy.second_factor)
            actor = await service.actor_of_session(db, token, at=clock.now(), awake=False)
        assert actor is not None
        assert actor.session_id is not None
        who.cookies.set(cookies.SESSION, token)
        who.headers[cookies.CSRF_HEADER] = cookies.csrf_token(actor.session_id)


async def file(ward: SignedIn, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Prepare a discharge; the answer, which must be a success."""
    answer = await ward.call("createHospitalDischargeRequest", json=dict(body or a_discharge()))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def read(who: SignedIn, request: Mapping[str, Any]) -> dict[str, Any]:
    """A discharge as somebody who may see it reads it."""
    answer = await who.call("getHospitalDischargeRequest", request_id=request["id"])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def act(
    who: SignedIn, operation: str, request: Mapping[str, Any], *, line_of: str | None = None, **body: Any
) -> httpx.Response:
    """Do something with a discharge, or with its line of that need, in its present version."""
    seen = await read(who, request)
    more: dict[str, Any] = {"json": body} if body else {}
    if line_of is not None:
        more["line_id"] = line(seen, line_of)["id"]
    headers = {"If-Match": f'"{seen["version"]}"'}
    return await who.call(operation, request_id=request["id"], headers=headers, **more)


async def done(
    who: SignedIn, operation: str, request: Mapping[str, Any], *, line_of: str | None = None, **body: Any
) -> dict[str, Any]:
    """The same, which must succeed; the discharge after it."""
    answer = await act(who, operation, request, line_of=line_of, **body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def line(request: Mapping[str, Any], need: str) -> dict[str, Any]:
    """The line of one need, the last asked for."""
    [*_, found] = [one for one in request["lines"] if one["need"] == need]
    return dict(found)


def states(request: Mapping[str, Any]) -> dict[str, str]:
    """The state of each line."""
    return {one["need"]: one["state"] for one in request["lines"]}


async def become(professional: SignedIn, profession_code: str) -> SignedIn:
    """Give a professional another profession."""
    async with unit_of_work(professional.community_id) as db:
        who = await db.scalar(select(Professional).where(Professional.id == professional.professional_id))
        assert who is not None
        who.profession_code, who.specialty_codes = profession_code, []
    return professional


async def accept(professional: SignedIn, **body: Any) -> httpx.Response:
    """Accept the first pending offer."""
    [offer, *_] = await offers_of(professional)
    return await professional.call("acceptOffer", offer_id=offer["id"], json=body)


async def accepted(professional: SignedIn) -> None:
    """The same, which must succeed."""
    answer = await accept(professional)
    assert answer.status_code == 200, answer.text
