"""A GP asks specialists of Vitry for their opinion: what the tests of these requests share."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select, update

from api.core.db import unit_of_work
from api.directory.tables import Professional
from api.identity.tables import CommunityRulesRow
from tests.roles import VITRY, SignedIn

CARDIOLOGY, DERMATOLOGY = "SM04", "SM15"

PERSON: dict[str, Any] = {
    "family_name": "Lestrade",
    "given_name": "Odile",
    "birth_date": "1958-02-03",
    "sex": "female",
    "phone": "06 39 98 52 11",
    "commune_insee": VITRY,
}
QUESTION = (
    "Palpitations depuis trois semaines, ECG normal : faut-il un Holter avant d’arrêter le bêtabloquant ?"
)
FACTS = [
    {"label": "Motif", "value": "Palpitations"},
    {"label": "ECG de moins d’un mois", "value": "Fait, normal"},
    {"label": "Traitement anticoagulant", "value": "Non"},
    {"label": "Traitements en cours", "value": "Bisoprolol 2,5 mg"},
]


def an_ask(**given: Any) -> dict[str, Any]:
    """The body of a complete request to cardiology, whose attending doctor nobody knows."""
    return {
        "person": PERSON,
        "specialty_code": CARDIOLOGY,
        "urgency": "same_day",
        "question": QUESTION,
        "facts": FACTS,
        "attending_doctor_status": "unknown",
        "informed": True,
        **given,
    }


async def hurried(community_id: UUID) -> None:
    """Hours short enough for one session of a test: an answer in two, whatever else in one."""
    async with unit_of_work(community_id) as db:
        row = await db.scalar(select(CommunityRulesRow).where(CommunityRulesRow.community_id == community_id))
        assert row is not None
        hours = {"same_day_hours": 2, "taken_hours": 1, "detail_hours": 1}
        row.document = row.document | {"second_opinion": row.document["second_opinion"] | hours}


def to(colleague: SignedIn, **given: Any) -> dict[str, Any]:
    """The same, to one colleague."""
    return an_ask(colleague_id=str(colleague.professional_id), **given)


async def of_specialty(professional: SignedIn, code: str = CARDIOLOGY) -> SignedIn:
    """Make a professional a specialist."""
    async with unit_of_work(professional.community_id) as db:
        await db.execute(
            update(Professional)
            .where(Professional.id == professional.professional_id)
            .values(specialty_codes=[code])
        )
    return professional


async def make_group(
    coordinator: SignedIn, members: Sequence[SignedIn], name: str = "Filière cardiologie"
) -> dict[str, Any]:
    """A group of cardiology with these members."""
    body = {
        "name": name,
        "specialty_code": CARDIOLOGY,
        "member_ids": [str(member.professional_id) for member in members],
    }
    answer = await coordinator.call("createOpinionGroup", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def file(asker: SignedIn, body: dict[str, Any]) -> dict[str, Any]:
    """Ask; the answer, which must be a success."""
    answer = await asker.call("createSecondOpinionRequest", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def read(who: SignedIn, request: dict[str, Any]) -> dict[str, Any]:
    """The request as somebody sees it now."""
    answer = await who.call("getSecondOpinionRequest", request_id=request["id"])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def act(
    who: SignedIn, operation: str, request: dict[str, Any], *, version: int | None = None, **body: Any
) -> httpx.Response:
    """Do something with a request, in its present version unless one is given."""
    seen = version if version is not None else (await read(who, request))["version"]
    more = {"json": body} if operation != "withdrawFromSecondOpinion" else {}
    return await who.call(operation, request_id=request["id"], headers={"If-Match": f'"{seen}"'}, **more)


async def moved(who: SignedIn, operation: str, request: dict[str, Any], **body: Any) -> dict[str, Any]:
    """The same, which must succeed; the request after it."""
    answer = await act(who, operation, request, **body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def pointers(answer: httpx.Response) -> list[str]:
    """The fields that a 422 names."""
    assert answer.status_code == 422, answer.text
    return [error["pointer"] for error in answer.json()["errors"]]
