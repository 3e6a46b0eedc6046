"""What a certifier does: accept with an hour, leave, arrive, give back, report; and what is refused."""

import asyncio

from tests.conftest import Database
from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import (
    a_death,
    accept,
    accept_offer,
    act,
    file,
    first_offer,
    make_nurse,
    moved,
    offered,
    read,
)
from tests.roles import AsRole, SignedIn

CERTIFICATE = {"channel": "paper", "town_hall_informed": False, "attending_doctor_informed": True}


async def test_who_accepts_says_when_they_are_there(town_hall: SignedIn, doctors: Certifiers) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall)
    refused = await accept(doctor, None)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/eta_minutes"]
    assert (await read(town_hall, request["id"]))["state"] == "volunteers_asked"
    [offer] = (await doctor.call("listOffers")).json()["items"]
    given = {"starts_at": "2030-01-07T09:00:00Z", "eta_minutes": 10}
    slot = await doctor.call("acceptOffer", offer_id=offer["id"], json=given)
    assert slot.status_code == 422
    assert await offered(doctor) == 1


async def test_two_who_accept_at_once_are_one_certifier(
    town_hall: SignedIn, doctors: Certifiers, database: Database
) -> None:
    several = await doctors(4)
    request = await file(town_hall)
    offers = [await first_offer(doctor) for doctor in several]
    answers = await asyncio.gather(*map(accept_offer, several, offers))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    accepted = "SELECT count(*) FROM offers WHERE state = 'accepted'"
    assert database.sql(accepted) == [(1,)]
    assert (await read(town_hall, request["id"]))["state"] == "accepted"


async def test_who_withdraws_puts_it_back_at_once_and_is_not_asked_again(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers
) -> None:
    first, second = await doctors(2)
    request = await file(town_hall)
    assert (await accept(first)).status_code == 200
    assert await offered(second) == 0
    taken = await read(first, request["id"])
    left = await act(first, "withdrawFromDeathCertification", taken)
    assert left.status_code == 200
    again = await read(town_hall, request["id"])
    assert again["state"] == "volunteers_asked"
    assert (again["eta_at"], again["professional"]) == (None, None)
    assert (await offered(first), await offered(second)) == (0, 1)


async def test_an_obstacle_ends_it_without_a_reason_once_the_authorities_know(
    town_hall: SignedIn, doctors: Certifiers, database: Database
) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall)
    await accept(doctor)
    there = await moved(doctor, "arriveForDeathCertification", await read(doctor, request["id"]))
    early = await act(doctor, "reportMedicoLegalObstacle", there, json={"authorities_told": False})
    assert early.status_code == 422
    assert (await read(doctor, request["id"]))["state"] == "on_site"
    ended = await moved(doctor, "reportMedicoLegalObstacle", there, json={"authorities_told": True})
    assert ended["state"] == "obstacle_reported"


async def test_nothing_is_certified_before_somebody_is_there(
    town_hall: SignedIn, doctors: Certifiers
) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall)
    await accept(doctor)
    taken = await read(doctor, request["id"])
    for operation, body in (
        ("certifyDeath", CERTIFICATE),
        ("reportMedicoLegalObstacle", {"authorities_told": True}),
    ):
        assert (await act(doctor, operation, taken, json=body)).status_code == 409
    assert (await read(doctor, request["id"]))["state"] == "accepted"


async def test_a_doctor_hands_over_to_nobody(town_hall: SignedIn, doctors: Certifiers) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall)
    await accept(doctor)
    there = await moved(doctor, "arriveForDeathCertification", await read(doctor, request["id"]))
    assert "hand_to_doctor" not in there["actions"]
    answer = await act(doctor, "handDeathCertificationToDoctor", there)
    assert answer.status_code == 403
    assert (await read(doctor, request["id"]))["state"] == "on_site"


async def test_only_the_one_who_accepted_moves_it(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers
) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall)
    await accept(doctor)
    taken = await read(coordinator, request["id"])
    moves = {
        "departForDeathCertification": {"eta_minutes": 5},
        "arriveForDeathCertification": None,
        "certifyDeath": CERTIFICATE,
        "reportMedicoLegalObstacle": {"authorities_told": True},
        "handDeathCertificationToDoctor": None,
        "withdrawFromDeathCertification": None,
    }
    for operation, body in moves.items():
        answer = await act(coordinator, operation, taken, **({"json": body} if body else {}))
        assert answer.status_code == 403, operation
    for operation in ("handDeathCertificationToSamu", "undoDeathCertificationDuplicate"):
        assert (await act(doctor, operation, taken)).status_code == 403, operation
    assert (await read(doctor, request["id"]))["version"] == taken["version"]


async def test_a_stale_version_changes_nothing(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers
) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall)
    await accept(doctor)
    old = {**await read(doctor, request["id"]), "version": 1}
    bodies = {
        "answerDeathSafetyQuestions": (town_hall, {"violence": "no"}),
        "cancelDeathCertificationRequest": (town_hall, {"reason": "mistake"}),
        "departForDeathCertification": (doctor, {"eta_minutes": 5}),
        "arriveForDeathCertification": (doctor, None),
        "certifyDeath": (doctor, CERTIFICATE),
        "reportMedicoLegalObstacle": (doctor, {"authorities_told": True}),
        "handDeathCertificationToDoctor": (doctor, None),
        "withdrawFromDeathCertification": (doctor, None),
        "handDeathCertificationToSamu": (coordinator, None),
        "closeDeathCertificationElsewhere": (coordinator, {"closed_by": "samu"}),
        "markDeathCertificationDuplicate": (coordinator, {"of_id": request["id"]}),
        "undoDeathCertificationDuplicate": (coordinator, None),
    }
    for operation, (who, body) in bodies.items():
        answer = await act(who, operation, old, **({"json": body} if body else {}))
        assert answer.status_code == 412, operation
    assert (await read(doctor, request["id"]))["state"] == "accepted"


async def test_a_state_that_does_not_allow_an_act_refuses_it(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers, as_role: AsRole
) -> None:
    nurse = await make_nurse(await as_role("professional"))
    request = await file(town_hall, a_death())
    await accept(nurse)
    taken = await read(nurse, request["id"])
    assert (await act(nurse, "handDeathCertificationToDoctor", taken)).status_code == 409
    for operation in ("handDeathCertificationToSamu", "undoDeathCertificationDuplicate"):
        assert (await act(coordinator, operation, taken)).status_code == 409, operation
    there = await moved(nurse, "arriveForDeathCertification", taken)
    again = await act(nurse, "arriveForDeathCertification", there)
    assert again.status_code == 409
    late = await act(nurse, "departForDeathCertification", there, json={"eta_minutes": 5})
    assert late.status_code == 409
    done = await moved(nurse, "certifyDeath", there, json=CERTIFICATE)
    ended = {
        "withdrawFromDeathCertification": (nurse, None),
        "cancelDeathCertificationRequest": (town_hall, {"reason": "mistake"}),
        "closeDeathCertificationElsewhere": (coordinator, {"closed_by": "samu"}),
        "markDeathCertificationDuplicate": (coordinator, {"of_id": (await file(town_hall))["id"]}),
    }
    for operation, (who, body) in ended.items():
        answer = await act(who, operation, done, **({"json": body} if body else {}))
        assert answer.status_code == 409, operation
    assert (await read(town_hall, request["id"]))["state"] == "certified"


async def test_the_identity_is_for_who_accepted_and_each_reading_is_traced(
    town_hall: SignedIn, doctors: Certifiers, database: Database
) -> None:
    first, second = await doctors(2)
    body = a_death(people_present="Sa fille, 06 39 98 33 50")
    request = await file(town_hall, body)
    before = await second.call("readIdentity", person_id=request["person_id"], json={})
    assert before.status_code == 404
    await accept(first)
    shown = await first.call("readIdentity", person_id=request["person_id"], json={})
    assert shown.status_code == 200
    seen = shown.json()
    assert (seen["family_name"], seen["access"]) == ("Vauquelin", "3e étage, code B1142")
    assert (seen["people_present"], seen["phone"]) == ("Sa fille, 06 39 98 33 50", None)
    traced = "SELECT count(*) FROM audit_entries WHERE action = 'person.identity_read'"
    assert database.sql(traced) == [(1,)]
