"""What becomes of a request as it is filed: refused, out of scope, to complete, or searched for at once."""

from datetime import date, timedelta
from typing import Any

import pytest

from api.core import clock
from tests.conftest import Database
from tests.days import today
from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import (
    DECEASED,
    PLACE,
    REQUESTER,
    a_death,
    act,
    file,
    moved,
    offered,
    read,
)
from tests.roles import SignedIn

NIR = "1 84 12 76 451 089 46"


def kept(database: Database) -> int:
    """How many requests and persons the database holds."""
    [(count,)] = database.sql("SELECT (SELECT count(*) FROM cases) + (SELECT count(*) FROM people)")
    return int(count)


async def test_somebody_who_may_be_alive_is_for_the_15_and_nothing_is_kept(
    town_hall: SignedIn, doctors: Certifiers, database: Database
) -> None:
    [doctor] = await doctors(1)
    answer = await town_hall.call("createDeathCertificationRequest", json={"certain": False})
    assert answer.status_code == 409
    assert answer.json()["type"] == "death_not_certain"
    assert "15" in answer.json()["detail"]
    assert kept(database) == 0
    assert await offered(doctor) == 0


@pytest.mark.parametrize(
    "said", [{"violence": "yes"}, {"identified": "no"}], ids=["violence", "unidentified"]
)
async def test_what_the_police_must_see_first_is_closed_and_names_nobody(
    town_hall: SignedIn, doctors: Certifiers, database: Database, said: dict[str, str]
) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall, a_death(**said, note="Près du portail"))
    assert request["state"] == "out_of_scope"
    assert request["closed_at"] is not None
    assert (request["person_id"], request["note"], request["commune_name"]) == (None, None, None)
    assert await offered(doctor) == 0
    assert database.sql("SELECT count(*) FROM people") == [(0,)]
    assert (await read(town_hall, request["id"]))["state"] == "out_of_scope"


async def test_out_of_scope_needs_no_more_than_who_asks(town_hall: SignedIn) -> None:
    request = await file(town_hall, {"certain": True, "violence": "yes", "requester": REQUESTER})
    assert request["state"] == "out_of_scope"


async def test_what_stops_before_the_form_is_filled_needs_only_as_what_one_asks(
    town_hall: SignedIn, coordinator: SignedIn, database: Database
) -> None:
    database.sql("UPDATE organisations SET phone = '+33199004200' RETURNING id")
    stopped = {"certain": True, "violence": "yes", "requester": {"kind": "town_hall"}}
    request = await file(town_hall, stopped)
    assert (request["state"], request["requester_function"]) == ("out_of_scope", None)
    seen = await read(coordinator, request["id"])
    assert seen["requester_phone"] == "+33199004200"
    assert seen["requester_name"] == seen["requester_organisation"]

    called = await file(coordinator, {**stopped, "requester": {"kind": "family"}})
    assert (called["requester_name"], called["requester_phone"]) == ("Famille", None)


async def test_what_was_stopped_by_mistake_holds_nothing_back(
    town_hall: SignedIn, doctors: Certifiers, database: Database
) -> None:
    [doctor] = await doctors(1)
    said = {"certain": True, "violence": "yes", "requester": {"kind": "town_hall"}}
    again = {"Idempotency-Key": "4f0c1d1e-7a52-4a3e-9d53-0c6a0f4b7a11"}
    answers = [
        await town_hall.call("createDeathCertificationRequest", json=said, headers=again) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    stopped = answers[0].json()
    assert answers[1].json()["id"] == stopped["id"]
    assert database.sql("SELECT count(*) FROM cases") == [(1,)]

    meant = await file(town_hall)
    assert (meant["state"], meant["possible_duplicates"]) == ("volunteers_asked", [])
    assert await offered(doctor) == 1
    assert (await read(town_hall, stopped["id"]))["state"] == "out_of_scope"


@pytest.mark.parametrize(
    "pointer", ["/requester/function", "/requester/kind", "/requester/phone"], ids=["nir", "family", "phone"]
)
async def test_a_stopped_request_that_says_more_is_held_to_it(
    town_hall: SignedIn, database: Database, pointer: str
) -> None:
    wrong = {"kind": "family", "function": NIR, "phone": "01 99 00 42"}
    field = pointer.rpartition("/")[2]
    body = {"certain": True, "identified": "no", "requester": {"kind": "town_hall", field: wrong[field]}}
    answer = await town_hall.call("createDeathCertificationRequest", json=body)
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert kept(database) == 0


async def test_an_unanswered_question_leaves_it_to_complete_and_asks_nobody(
    town_hall: SignedIn, doctors: Certifiers
) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall, a_death(violence="unknown", public_place="unknown"))
    assert request["state"] == "to_complete"
    assert request["to_answer"] == ["public_place", "violence"]
    assert request["clock"]["kind"] == "coordination"
    assert await offered(doctor) == 0

    half = await act(town_hall, "answerDeathSafetyQuestions", request, json={"violence": "no"})
    assert half.status_code == 422
    assert [error["pointer"] for error in half.json()["errors"]] == ["/public_place"]
    assert await offered(doctor) == 0
    assert (await read(town_hall, request["id"]))["to_answer"] == ["public_place", "violence"]

    answers = {"violence": "no", "public_place": "no"}
    complete = await moved(town_hall, "answerDeathSafetyQuestions", request, json=answers)
    assert complete["state"] == "volunteers_asked"
    assert await offered(doctor) == 1
    twice = await act(town_hall, "answerDeathSafetyQuestions", complete, json=answers)
    assert twice.status_code == 409


async def test_an_answer_may_end_it_as_out_of_scope(town_hall: SignedIn, doctors: Certifiers) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall, a_death(violence="unknown"))
    ended = await moved(town_hall, "answerDeathSafetyQuestions", request, json={"violence": "yes"})
    assert ended["state"] == "out_of_scope"
    assert await offered(doctor) == 0


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "found in ten minutes": ({"found_at": 10}, "/found_at"),
    "found forty days ago": ({"found_at": -60 * 24 * 40}, "/found_at"),
    "dead after the discovery": (
        {"death_estimated_at": -10, "death_precision": "exact"},
        "/death_estimated_at",
    ),
    "an hour without a time": ({"death_precision": "approximate"}, "/death_estimated_at"),
    "born tomorrow": ({"deceased": {**DECEASED, "birth_date": "2099-01-01"}}, "/deceased/birth_date"),
    "born in 1890": ({"deceased": {**DECEASED, "birth_date": "1890-01-01"}}, "/deceased/birth_date"),
    "born after the death": (
        {
            "deceased": {**DECEASED, "birth_date": today().isoformat()},
            "found_at": -60 * 24 * 3,
        },
        "/deceased/birth_date",
    ),
    "no name": ({"deceased": {"sex": "female", "birth_date": "1941-03-12"}}, "/deceased/family_name"),
    "age and birth": ({"deceased": {**DECEASED, "age_from": 80}}, "/deceased/age_from"),
    "a minor of eighty": ({"adult": "no"}, "/adult"),
    "a bad phone": ({"requester": {**REQUESTER, "phone": "01 99 00 42"}}, "/requester/phone"),
    "a family without the phone": ({"requester": {**REQUESTER, "kind": "family"}}, "/requester/kind"),
    "for another": ({"requested_for": "Mme Colombet"}, "/requested_for"),
    "nobody to call back": ({"requester": {"kind": "town_hall", "name": "N. Colombet"}}, "/requester/phone"),
    "no function": (
        {"requester": {key: said for key, said in REQUESTER.items() if key != "function"}},
        "/requester/function",
    ),
    "no name of who asks": (
        {"requester": {key: said for key, said in REQUESTER.items() if key != "name"}},
        "/requester/name",
    ),
    "a NIR in the note": ({"note": NIR}, "/note"),
    "a NIR in the address": ({"place": {**PLACE, "address_line": f"rue {NIR}"}}, "/place/address_line"),
    "a NIR in the access": ({"place": {**PLACE, "access": NIR}}, "/place/access"),
    "a NIR in a function": ({"requester": {**REQUESTER, "function": NIR}}, "/requester/function"),
    "a cause": ({"note": "Elle avait un cancer"}, "/note"),
    "a cause among those present": ({"people_present": "Sa fille, diabétique"}, "/people_present"),
    "a long note": ({"note": "a" * 501}, "/note"),
    "a doctor without a name": ({"attending_doctor_status": "known"}, "/attending_professional_id"),
    "a doctor whom nobody knows": (
        {
            "attending_doctor_status": "known",
            "attending_professional_id": "00000000-0000-7000-8000-000000000001",
        },
        "/attending_professional_id",
    ),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
async def test_what_is_wrong_is_refused_with_its_field_and_nothing_is_kept(
    town_hall: SignedIn, doctors: Certifiers, database: Database, name: str
) -> None:
    [doctor] = await doctors(1)
    given, pointer = REFUSED[name]
    times = {
        key: (clock.now() + timedelta(minutes=minutes)).isoformat()
        for key, minutes in given.items()
        if isinstance(minutes, int)
    }
    answer = await town_hall.call("createDeathCertificationRequest", json=a_death(**given | times))
    assert answer.status_code == 422, answer.text
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert kept(database) == 0
    assert await offered(doctor) == 0


async def test_words_that_look_medical_may_be_confirmed_and_the_mark_is_seen(
    town_hall: SignedIn, coordinator: SignedIn
) -> None:
    request = await file(town_hall, a_death(note="Certificat sur la table", note_confirmed_not_medical=True))
    seen = await read(coordinator, request["id"])
    assert seen["note_flagged"] is True
    assert seen["note"] is None
    assert (await read(town_hall, request["id"]))["note"] == "Certificat sur la table"


async def test_a_commune_of_others_is_refused_with_whom_to_call_and_traced(
    town_hall: SignedIn, database: Database
) -> None:
    body = a_death(place={**PLACE, "commune_insee": "13041"})
    answer = await town_hall.call("createDeathCertificationRequest", json=body)
    assert answer.status_code == 409
    assert answer.json()["type"] == "outside_territory"
    assert kept(database) == 0
    traced = "SELECT count(*) FROM audit_entries WHERE action = 'death_certification_request.outside'"
    assert database.sql(traced) == [(1,)]


async def test_an_old_discovery_is_taken_once_it_is_confirmed(town_hall: SignedIn) -> None:
    old = (clock.now() - timedelta(days=40)).isoformat()
    request = await file(town_hall, a_death(found_at=old, found_long_ago=True))
    assert request["state"] == "nobody_found"


async def test_an_age_that_is_not_sure_is_a_range_and_counts_by_its_lower_end(town_hall: SignedIn) -> None:
    about = {"family_name": "Vauquelin", "given_name": "Augustine", "sex": "female"}
    old = await file(town_hall, a_death(deceased={**about, "age_from": 80, "age_to": 90}, adult="unknown"))
    assert old["profession_sought"] == "doctor_or_nurse"
    young = {**about, "given_name": "Rose", "age_from": 15, "age_to": 20}
    assert (await file(town_hall, a_death(deceased=young, adult="unknown")))["profession_sought"] == "doctor"
    nobody_knows = {**about, "given_name": "Lise"}
    asked = await file(town_hall, a_death(deceased=nobody_knows, adult="unknown"))
    assert asked["profession_sought"] == "doctor"


@pytest.mark.parametrize("said", ["found_at", "death_estimated_at"])
async def test_who_became_18_after_the_death_was_a_minor_and_is_for_doctors(
    town_hall: SignedIn, said: str
) -> None:
    now = clock.now()
    birthday = (now - timedelta(days=2)).date()  # of a minor five days ago, an adult now
    day = min(birthday.day, 28) if birthday.month == 2 else birthday.day
    born = date(birthday.year - 18, birthday.month, day).isoformat()
    times = {"found_at": (now - timedelta(days=5)).isoformat()}
    if said == "death_estimated_at":
        times = {"found_at": now.isoformat(), said: times["found_at"], "death_precision": "approximate"}
    minor = {**DECEASED, "birth_date": born}
    request = await file(town_hall, a_death(deceased=minor, adult="unknown", **times))
    assert request["profession_sought"] == "doctor"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"found_at": 4.5}, 201),
        ({"found_at": 5.5}, 422),
        ({"found_at": -60 * 24 * 30 + 1}, 201),
        ({"found_at": -60 * 24 * 30 - 1}, 422),
    ],
    ids=["four minutes and a half ahead", "five and a half", "thirty days but a minute", "and a minute"],
)
async def test_the_limits_of_the_discovery_are_five_minutes_ahead_and_thirty_days_ago(
    town_hall: SignedIn, database: Database, given: dict[str, float], status: int
) -> None:
    found_at = (clock.now() + timedelta(minutes=given["found_at"])).isoformat()
    answer = await town_hall.call("createDeathCertificationRequest", json=a_death(found_at=found_at))
    assert answer.status_code == status, answer.text
    assert (kept(database) > 0) is (status == 201)


async def test_a_family_is_entered_by_the_coordination_who_called(coordinator: SignedIn) -> None:
    family = {**REQUESTER, "kind": "family", "function": "Sa fille"}
    request = await file(coordinator, a_death(requester=family, requested_for="La famille Vauquelin"))
    assert request["requester_kind"] == "family"
    assert request["number"].startswith("DC-")


async def test_an_offer_says_where_about_and_never_who(town_hall: SignedIn, doctors: Certifiers) -> None:
    [doctor] = await doctors(1)
    await file(town_hall, a_death(note="Sonner deux fois", people_present="Sa fille, 06 39 98 33 50"))
    answer = await doctor.call("listOffers")
    [offer] = answer.json()["items"]
    assert offer["card"]["commune_name"] == "Vitry-sur-Seine"
    assert offer["card"]["requester_profession"] == "mairie"
    for word in ("Vauquelin", "Augustine", "Cordiers", "B1142", "Sonner", "06 39", "1941", "Colombet"):
        assert word not in answer.text
