"""What tests of care circles share: a nurse and a doctor, and a person who agreed to one."""

from typing import Any

import httpx
import pytest

from tests.conftest import Database
from tests.dispatch.scene import file, no_quiet_hours, read
from tests.roles import AsRole, SignedIn

GIVEN = {"decision": "given", "given_by": "person", "means": "in_person"}
REFUSED = GIVEN | {"decision": "refused"}
WITHDRAWN = GIVEN | {"decision": "withdrawn", "means": "phone"}


@pytest.fixture
async def nurse(as_role: AsRole, connected: Database) -> SignedIn:
    """Who asks for care, and is the person's usual nurse."""
    nurse = await as_role("professional", name="Solène Essai")
    await no_quiet_hours(nurse.community_id)
    return profession(connected, nurse, "60")


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    """The person's attending doctor."""
    return await as_role("professional", name="Dr Anna Essai")


def profession(database: Database, who: SignedIn, code: str) -> SignedIn:
    """Somebody of this profession (TRE_G15)."""
    database.sql(
        "UPDATE professionals SET profession_code = %s, specialty_codes = '{}' WHERE id = %s",
        code,
        who.professional_id,
    )
    return who


async def person_of(who: SignedIn, request: dict[str, Any]) -> str:
    """The person whom a request is about."""
    return str((await read(who, request))["person_id"])


async def says(who: SignedIn, person: str, body: dict[str, str]) -> httpx.Response:
    """Write down what the person said."""
    return await who.call("recordCareCircleConsent", person_id=person, json=body)


async def adds(who: SignedIn, person: str, role: str, **named: Any) -> httpx.Response:
    """Name somebody of the circle; nobody named: oneself."""
    body = {"role": role} | {name: str(value) for name, value in named.items()}
    return await who.call("addCareCircleMember", person_id=person, json=body)


async def circle(who: SignedIn, person: str) -> dict[str, Any]:
    """The circle as somebody sees it."""
    answer = await who.call("readCareCircle", person_id=person)
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


async def one_with(nurse: SignedIn, *others: tuple[SignedIn, str]) -> str:
    """A person who agreed, whose nurse is in the circle and named these others; the id of the person."""
    person = await person_of(nurse, await file(nurse))
    assert (await says(nurse, person, GIVEN)).status_code == 200
    assert (await adds(nurse, person, "nurse")).status_code == 201
    for who, role in others:
        added = await adds(nurse, person, role, professional_id=who.professional_id)
        assert added.status_code == 201, added.text
    return person


async def told_of_circles(who: SignedIn) -> int:
    """How many messages tell somebody that a circle of theirs changed; none is about a request."""
    told = (await who.call("listNotifications")).json()["items"]
    found = [message for message in told if message["kind"] == "care_circle_changed"]
    assert [message["case_id"] for message in found] == [None] * len(found)
    return len(found)


def roles_in(seen: dict[str, Any]) -> list[str]:
    """What those shown are to the person."""
    return [member["role"] for member in seen["members"]]
