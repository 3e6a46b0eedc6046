"""What is refused of a request, with its field, and that nothing is kept of it."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.conftest import Database
from tests.dispatch.scene import decline, offers_of
from tests.referrals.second_opinion.conftest import Specialists
from tests.referrals.second_opinion.scene import (
    CARDIOLOGY,
    DERMATOLOGY,
    FACTS,
    PERSON,
    an_ask,
    file,
    make_group,
    of_specialty,
    pointers,
    to,
)
from tests.roles import AsRole, SignedIn

NIR = "2 58 02 94 081 034 17"
NOBODY = "00000000-0000-0000-0000-000000000000"

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "not informed": ({"informed": False}, "/informed"),
    "a NIR in the question": ({"question": f"Assurée {NIR}, palpitations ?"}, "/question"),
    "a blank question": ({"question": " " * 20}, "/question"),
    "a NIR in a fact": (
        {"facts": [*FACTS[:3], {"label": FACTS[3]["label"], "value": NIR}]},
        "/facts/3/value",
    ),
    "a choice that is none": (
        {"facts": [{"label": "Motif", "value": "Fatigue"}, *FACTS[1:]]},
        "/facts/0/value",
    ),
    "an unknown question": ({"facts": [*FACTS, {"label": "Pointure", "value": "38"}]}, "/facts/4/label"),
    "a question answered twice": ({"facts": [*FACTS, FACTS[0]]}, "/facts/4/label"),
    "an answer missing": ({"facts": FACTS[1:]}, "/facts"),
    "no such group": ({"colleague_id": None, "group_id": NOBODY}, "/group_id"),
    "neither colleague nor group": ({"colleague_id": None}, "/colleague_id"),
    "a colleague of nowhere": ({"colleague_id": NOBODY}, "/colleague_id"),
    "an unknown specialty": ({"specialty_code": "SM99", "facts": []}, "/specialty_code"),
    "a known doctor without a name": ({"attending_doctor_status": "known"}, "/attending_professional_id"),
    "a doctor said to be none": (
        {"attending_doctor_status": "none", "attending_professional_id": NOBODY},
        "/attending_professional_id",
    ),
    "an unknown doctor": (
        {"attending_doctor_status": "known", "attending_professional_id": NOBODY},
        "/attending_professional_id",
    ),
    "a birth to come": ({"person": PERSON | {"birth_date": "2190-01-01"}}, "/person/birth_date"),
    "a person of elsewhere": ({"person": PERSON | {"commune_insee": "13041"}}, "/person/commune_insee"),
}


@pytest.mark.parametrize(("given", "pointer"), BAD.values(), ids=BAD.keys())
async def test_a_bad_request_is_refused_with_its_field_and_nobody_is_asked(
    gp: SignedIn,
    cardiologists: Specialists,
    database: Database,
    given: Mapping[str, Any],
    pointer: str,
) -> None:
    [cardiologist] = await cardiologists(1)
    refused = await gp.call("createSecondOpinionRequest", json=to(cardiologist) | dict(given))
    assert pointer in pointers(refused)
    assert await offers_of(cardiologist) == []
    assert database.sql("SELECT count(*) FROM cases") == [(0,)]
    assert database.sql("SELECT count(*) FROM people") == [(0,)]


async def test_nobody_asks_themselves(gp: SignedIn, database: Database) -> None:
    assert pointers(await gp.call("createSecondOpinionRequest", json=to(gp))) == ["/colleague_id"]
    assert database.sql("SELECT count(*) FROM cases") == [(0,)]


async def test_a_group_answers_for_its_own_specialty(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists, database: Database
) -> None:
    group = await make_group(coordinator, await cardiologists(1))
    body = an_ask(
        group_id=group["id"],
        specialty_code=DERMATOLOGY,
        facts=[
            {"label": "Motif", "value": "Éruption"},
            {"label": "Depuis", "value": "Moins d’une semaine"},
            {"label": "Évolution", "value": "Stable"},
            {"label": "Description et siège", "value": "Plaques des avant-bras"},
        ],
    )
    assert pointers(await gp.call("createSecondOpinionRequest", json=body)) == ["/specialty_code"]
    assert database.sql("SELECT count(*) FROM cases") == [(0,)]


async def test_a_structure_or_the_coordination_asks_for_no_opinion(
    coordinator: SignedIn, as_role: AsRole, cardiologists: Specialists, database: Database
) -> None:
    [cardiologist] = await cardiologists(1)
    ward = await as_role("requester", organisation_kind="hospital_ward")
    for who in (ward, coordinator):
        refused = await who.call("createSecondOpinionRequest", json=to(cardiologist))
        assert (refused.status_code, refused.json()["type"]) == (403, "not_allowed")
    assert database.sql("SELECT count(*) FROM cases") == [(0,)]


async def test_a_specialty_without_questions_is_asked_in_ones_own_words(
    gp: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist, specialty_code="SM20", facts=[]))
    assert request["facts"] == []


async def test_the_member_of_a_group_who_asks_it_is_not_asked(
    coordinator: SignedIn, cardiologists: Specialists
) -> None:
    asker, other = await cardiologists(2)
    group = await make_group(coordinator, [asker, other])
    request = await file(asker, an_ask(group_id=group["id"]))
    assert request["state"] == "group_asked"
    assert await offers_of(asker) == []
    assert len(await offers_of(other)) == 1


async def test_the_codes_of_one_specialty_are_asked_alike(
    gp: SignedIn, as_role: AsRole, cardiologists: Specialists
) -> None:
    [named] = await cardiologists(1)
    younger = await of_specialty(await as_role("professional"), "SM73")
    await file(gp, to(named))
    await decline(named)
    assert len(await offers_of(younger)) == 1, f"SM73 is {CARDIOLOGY} of newer diplomas"
