"""From the town hall to the certificate, over HTTP."""

from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import (
    DECEASED,
    a_death,
    accept,
    act,
    file,
    moved,
    offered,
    read,
)
from tests.roles import SignedIn


async def test_a_minor_is_for_doctors_alone_and_one_comes_to_the_certificate(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers, nurse: SignedIn
) -> None:
    [doctor] = await doctors(1)
    minor = {**DECEASED, "birth_date": "2011-05-02"}
    request = await file(town_hall, a_death(deceased=minor, adult="no"))
    assert request["state"] == "volunteers_asked"
    assert request["number"].startswith("DC-")
    assert request["profession_sought"] == "doctor"
    assert (await offered(nurse), await offered(doctor)) == (0, 1)

    assert (await accept(doctor, 25)).status_code == 200
    taken = await read(doctor, request["id"])
    assert taken["state"] == "accepted"
    assert taken["eta_at"] is not None
    on_the_way = await moved(doctor, "departForDeathCertification", taken, json={"eta_minutes": 15})
    there = await moved(doctor, "arriveForDeathCertification", on_the_way)
    assert there["clock"]["kind"] == "certificate"
    assert [hint["by"] for hint in there["fee_hints"]] == ["examination"]
    done = await moved(
        doctor,
        "certifyDeath",
        there,
        json={"channel": "electronic", "town_hall_informed": True, "attending_doctor_informed": False},
    )
    assert done["state"] == "certified"
    assert done["actions"] == ["correct"]
    told = await read(town_hall, request["id"])
    assert told["closed_at"] is not None
    assert told["fee_hints"] == []


async def test_a_nurse_may_for_an_adult_at_home_and_hands_over_to_doctors_alone(
    town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers, nurse: SignedIn
) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall)
    assert request["profession_sought"] == "doctor_or_nurse"
    assert (await accept(nurse)).status_code == 200
    assert await offered(doctor) == 0
    there = await moved(nurse, "arriveForDeathCertification", await read(nurse, request["id"]))
    assert "hand_to_doctor" in there["actions"]
    answer = await act(nurse, "handDeathCertificationToDoctor", there)
    assert answer.status_code == 200, answer.text
    again = await read(coordinator, request["id"])
    assert again["state"] == "volunteers_asked"
    assert again["profession_sought"] == "doctor"
    assert (await offered(nurse), await offered(doctor)) == (0, 1)
