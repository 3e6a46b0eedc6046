"""The link of a family: who makes it, what it says, and when it serves no more."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.core import clock
from api.identity.tables import Community
from tests.certifiers.builders import if_match
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.death_certifications import scene
from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import DECEASED, PLACE, REQUESTER, accept, file, read
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

pytestmark = pytest.mark.anyio

LINK = re.compile(r"(?P<site>https?://[^/]+)/suivi/deces/(?P<token>[A-Za-z0-9_-]{43})")

SECRETS = (*DECEASED.values(), *PLACE.values(), *REQUESTER.values(), "Structure", "Essai", "Camille")
"""Words of the request and of its people that no family page may hold."""


@pytest.fixture
async def doctor(doctors: Certifiers) -> SignedIn:
    """Somebody who volunteers to certify deaths."""
    return (await doctors(1))[0]


async def act(who: SignedIn, operation: str, request: dict[str, Any], **body: Any) -> httpx.Response:
    """Do something with a request in its present version."""
    present = await read(who, request["id"])
    more = {"json": body} if body else {}
    return await scene.act(who, operation, present, **more)


async def share(who: SignedIn, request: dict[str, Any]) -> str:
    """The token of a new link."""
    answer = await act(who, "shareDeathCertificationWithFamily", request)
    assert answer.status_code == 200, answer.text
    found = LINK.fullmatch(answer.json()["url"])
    assert found is not None, answer.text
    return found["token"]


async def page(client: ContractClient, token: str) -> httpx.Response:
    """What somebody without account reads."""
    return await client.call("getDeathFamilyPage", family_token=token)


async def steps(client: ContractClient, token: str) -> dict[str, str | None]:
    """Step -> its instant."""
    answer = await page(client, token)
    assert answer.status_code == 200, answer.text
    return {step["kind"]: step["at"] for step in answer.json()["steps"]}


def links(connected: Database) -> list[tuple[object, ...]]:
    """What is kept of links."""
    return connected.sql("SELECT case_id, token_hash, expires_at FROM death_family_links")


async def test_the_link_lasts_as_long_as_the_community_says_and_is_kept_as_a_hash_alone(
    town_hall: SignedIn, connected: Database
) -> None:
    request = await file(town_hall)
    answer = await act(town_hall, "shareDeathCertificationWithFamily", request)
    found = LINK.fullmatch(answer.json()["url"])
    assert found is not None
    until = datetime.fromisoformat(answer.json()["expires_at"])
    assert abs(until - clock.now() - timedelta(hours=48)) < timedelta(minutes=1)
    [(case_id, token_hash, expires_at)] = links(connected)
    assert (str(case_id), expires_at) == (request["id"], until)
    assert found["token"].encode() not in bytes(token_hash)  # type: ignore[arg-type]
    shown = await read(town_hall, request["id"])
    assert datetime.fromisoformat(shown["family_link_until"]) == until
    assert shown["version"] == (request["version"] + 1), "who read it before reads it again"


async def test_a_family_follows_the_steps_and_reads_no_name_no_address_and_no_number(
    town_hall: SignedIn, doctor: SignedIn, client: ContractClient, community: Community
) -> None:
    request = await file(town_hall)
    token = await share(town_hall, request)
    first = (await page(client, token)).json()
    assert (first["community_name"], first["phone"]) == (community.name, "+33199000001")
    assert (first["profession"], first["eta_at"], first["time_zone"]) == (None, None, "Europe/Paris")
    done = await steps(client, token)
    assert list(done) == ["received", "accepted", "en_route", "on_site", "certificate"]
    assert [kind for kind, at in done.items() if at] == ["received"]

    assert (await accept(doctor, eta_minutes=40)).status_code == 200
    coming = await page(client, token)
    assert coming.json()["profession"] == "Médecin"
    eta = datetime.fromisoformat(coming.json()["eta_at"])
    assert abs(eta - clock.now() - timedelta(minutes=40)) < timedelta(minutes=1)
    assert (await act(doctor, "departForDeathCertification", request, eta_minutes=15)).status_code == 200
    sooner = datetime.fromisoformat((await page(client, token)).json()["eta_at"])
    assert sooner < eta
    assert (await act(doctor, "arriveForDeathCertification", request)).status_code == 200
    there = await page(client, token)
    assert there.json()["eta_at"] is None
    done = await steps(client, token)
    assert [kind for kind, at in done.items() if at] == ["received", "accepted", "en_route", "on_site"]
    for answer in (coming, there):
        assert not [word for word in (*SECRETS, request["id"], request["number"]) if word in answer.text]


async def test_the_last_step_is_shown_once_the_certificate_is_made_and_until_the_link_expires(
    town_hall: SignedIn, doctor: SignedIn, client: ContractClient, shift_clock: ShiftClock
) -> None:
    request = await file(town_hall)
    token = await share(town_hall, request)
    assert (await accept(doctor, eta_minutes=10)).status_code == 200
    assert (await act(doctor, "arriveForDeathCertification", request)).status_code == 200
    made = await act(
        doctor,
        "certifyDeath",
        request,
        channel="electronic",
        town_hall_informed=True,
        attending_doctor_informed=False,
    )
    assert made.status_code == 200, made.text
    done = await steps(client, token)
    assert None not in done.values()
    assert done["en_route"] == done["on_site"], "who arrives has left"
    shift_clock(hours=49)
    assert (await page(client, token)).status_code == 404


async def test_unknown_replaced_withdrawn_expired_and_over_are_answered_alike(
    town_hall: SignedIn, client: ContractClient, shift_clock: ShiftClock
) -> None:
    request, over = await file(town_hall), await file(town_hall)
    replaced, ended = await share(town_hall, request), await share(town_hall, over)
    token = await share(town_hall, request)
    assert (
        await act(town_hall, "cancelDeathCertificationRequest", over, reason="mistake")
    ).status_code == 200
    answers = [await page(client, one) for one in ("A" * 43, replaced, ended)]
    assert (await page(client, token)).status_code == 200
    withdrawn = await act(town_hall, "withdrawDeathFamilyLink", request)
    assert (withdrawn.status_code, withdrawn.json()["family_link_until"]) == (200, None)
    answers.append(await page(client, token))
    late = await share(town_hall, request)
    shift_clock(hours=48)
    answers.append(await page(client, late))
    bodies = [answer.json() for answer in answers]
    assert {answer.status_code for answer in answers} == {404}
    assert len({(body["type"], body["title"], body["detail"]) for body in bodies}) == 1


async def test_a_request_that_has_ended_is_shared_no_more(town_hall: SignedIn, connected: Database) -> None:
    request = await file(town_hall)
    assert (await act(town_hall, "cancelDeathCertificationRequest", request, reason="mistake")).is_success
    refused = await act(town_hall, "shareDeathCertificationWithFamily", request)
    assert (refused.status_code, refused.json()["type"].rsplit("/")[-1]) == (409, "case_closed")
    assert links(connected) == []


async def test_a_link_is_withdrawn_also_after_the_end_and_only_once(
    town_hall: SignedIn, connected: Database
) -> None:
    request = await file(town_hall)
    await share(town_hall, request)
    assert (await act(town_hall, "cancelDeathCertificationRequest", request, reason="mistake")).is_success
    assert (await act(town_hall, "withdrawDeathFamilyLink", request)).status_code == 200
    assert links(connected) == []
    version = (await read(town_hall, request["id"]))["version"]
    refused = await act(town_hall, "withdrawDeathFamilyLink", request)
    assert (refused.status_code, refused.json()["type"].rsplit("/")[-1]) == (409, "illegal_transition")
    assert (await read(town_hall, request["id"]))["version"] == version


OPERATIONS = pytest.mark.parametrize(
    "operation", ["shareDeathCertificationWithFamily", "withdrawDeathFamilyLink"]
)


@OPERATIONS
async def test_only_who_asked_and_the_coordination_give_or_take_the_link(
    operation: str,
    town_hall: SignedIn,
    doctor: SignedIn,
    as_role: AsRole,
    client: ContractClient,
    make_community: MakeCommunity,
    connected: Database,
) -> None:
    request = await file(town_hall)
    await share(town_hall, request)
    assert (await accept(doctor, eta_minutes=40)).status_code == 200
    kept = links(connected)
    elsewhere = await make_community("Gardanne")
    other_hall = await as_role("requester", organisation_kind="town_hall")
    stranger = await as_role("coordinator", community_id=elsewhere.id)
    version = (await read(town_hall, request["id"]))["version"]
    given = {"request_id": request["id"], "headers": if_match(version)}
    assert (await client.call(operation, **given)).status_code == 401
    assert (await doctor.call(operation, **given)).status_code == 403, "who comes does not give the link"
    assert (await other_hall.call(operation, **given)).status_code == 404
    assert (await stranger.call(operation, **given)).status_code == 404
    assert (await town_hall.call(operation, **(given | {"request_id": str(uuid4())}))).status_code == 404
    assert links(connected) == kept
    coordinator = await as_role("coordinator")
    assert (await coordinator.call(operation, **given)).status_code == 200
    assert links(connected) != kept


@OPERATIONS
async def test_a_stale_or_unreadable_version_changes_no_link(
    operation: str, town_hall: SignedIn, connected: Database
) -> None:
    request = await file(town_hall)
    await share(town_hall, request)
    kept = links(connected)
    stale = await town_hall.call(operation, request_id=request["id"], headers=if_match(request["version"]))
    assert stale.status_code == 412
    unreadable = await town_hall.call(operation, request_id="none", headers=if_match(1))
    assert unreadable.status_code == 422
    assert links(connected) == kept


async def test_the_same_key_answers_the_same_link(town_hall: SignedIn, client: ContractClient) -> None:
    request = await file(town_hall)
    headers = if_match(request["version"]) | {"Idempotency-Key": str(uuid4())}
    once = await town_hall.call(
        "shareDeathCertificationWithFamily", request_id=request["id"], headers=headers
    )
    again = await town_hall.call(
        "shareDeathCertificationWithFamily", request_id=request["id"], headers=headers
    )
    assert once.json() == again.json()
    found = LINK.fullmatch(again.json()["url"])
    assert found is not None
    assert (await page(client, found["token"])).status_code == 200


async def test_when_the_certifier_withdraws_the_family_sees_that_somebody_is_looked_for_again(
    town_hall: SignedIn, doctor: SignedIn, client: ContractClient
) -> None:
    request = await file(town_hall)
    token = await share(town_hall, request)
    assert (await accept(doctor, eta_minutes=40)).status_code == 200
    assert (await act(doctor, "withdrawFromDeathCertification", request)).status_code == 200
    shown = (await page(client, token)).json()
    assert (shown["profession"], shown["eta_at"]) == (None, None)
    assert [kind for kind, at in (await steps(client, token)).items() if at] == ["received"]
    assert datetime.fromisoformat(shown["updated_at"]) <= datetime.now(UTC)


@pytest.mark.parametrize("token", ["short", "A" * 44, "A" * 42 + "."])
async def test_what_cannot_be_a_token_is_refused(token: str, client: ContractClient) -> None:
    assert (await page(client, token)).status_code == 422
