"""The public form: no account, a browser that works, limits by the hour, nothing that can be read back."""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from api.core import proof_of_work
from api.identity.tables import Community
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.days import today
from tests.referrals.attending_doctor.form import FINESS, a_form, a_person, worked
from tests.roles import AsRole, MakeCommunity, ShiftClock

REQUESTS = "SELECT count(*) FROM attending_doctor_requests"


@pytest.fixture(autouse=True)
def light_work(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Browsers of these tests look among a hundred numbers."""
    monkeypatch.setattr(proof_of_work, "MOST", 100)
    return


async def send(client: ContractClient, **changed: Any) -> Any:
    return await client.call("fileAttendingDoctorForm", finess=FINESS, json=a_form(**changed))


def pointers(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["pointer"] for error in answer.json()["errors"]]


async def test_the_form_names_the_community_its_communes_and_how_long_it_keeps(
    client: ContractClient, community: Community
) -> None:
    shown = (await client.call("getAttendingDoctorForm", finess=FINESS)).json()
    assert shown["community_name"] == community.name
    assert shown["communes"] == [{"insee": "94081", "name": "Vitry-sur-Seine", "sectors": []}]
    assert (shown["kept_months"], shown["open_months_at_most"]) == (6, 24)
    assert str(community.id) not in str(shown)


@pytest.mark.parametrize("operation", ["getAttendingDoctorForm", "drawAttendingDoctorChallenge"])
async def test_a_form_of_nobody_is_not_found(
    client: ContractClient, community: Community, operation: str
) -> None:
    assert (await client.call(operation, finess="949999999")).status_code == 404
    assert (await client.call(operation, finess="not-a-finess")).status_code == 422
    sent = a_form(await worked(client))
    assert (await client.call("fileAttendingDoctorForm", finess="949999999", json=sent)).status_code == 404


async def test_what_is_sent_waits_for_the_coordination_and_nobody_else_reads_it(
    client: ContractClient, community: Community, connected: Database, as_role: AsRole
) -> None:
    answer = await send(client, proof=await worked(client), email="zoe@courriel.demo")
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    number = receipt["number"]
    assert re.fullmatch(r"MT-\d{4}", number)
    assert connected.sql("SELECT state, source, long_term_illness FROM attending_doctor_requests") == [
        ("submitted", "person", True)
    ]
    coordinator, doctor = await as_role("coordinator"), await as_role("professional")
    waiting = (await coordinator.call("listAttendingDoctorWaitingList")).json()["items"]
    assert [row["number"] for row in waiting] == [number]
    seen = await coordinator.call("getAttendingDoctorRequest", request_id=waiting[0]["id"])
    assert (seen.json()["source"], seen.json()["requester_name"]) == ("person", "La personne")
    hidden = await doctor.call("getAttendingDoctorRequest", request_id=waiting[0]["id"])
    assert hidden.status_code == 404
    for told in ("Lefèvre", "1941", "zoe@", str(waiting[0]["id"])):
        assert told not in answer.text


async def test_a_carer_says_who_they_are_and_is_called(
    client: ContractClient, community: Community, as_role: AsRole
) -> None:
    proof = await worked(client)
    assert pointers(await send(client, proof=proof, filed_by="carer")) == ["/carer_name", "/carer_link"]
    nir = {"carer_name": "1 41 03 94 081 022 94", "carer_link": "sa fille"}
    assert pointers(await send(client, proof=proof, filed_by="carer", **nir)) == ["/carer_name"]
    said = {"filed_by": "carer", "carer_name": "Mme Coste", "carer_link": "sa fille"}
    assert (await send(client, proof=proof, **said)).status_code == 201
    coordinator = await as_role("coordinator")
    [row] = (await coordinator.call("listAttendingDoctorWaitingList")).json()["items"]
    seen = (await coordinator.call("getAttendingDoctorRequest", request_id=row["id"])).json()
    assert (seen["source"], seen["requester_name"]) == ("carer", "Un proche")
    assert "Coste" not in str(seen)
    identity = await coordinator.call("readIdentity", person_id=seen["person_id"], json={})
    assert identity.json()["phone_of"] == "sa fille, Mme Coste"


@pytest.mark.parametrize(
    ("pointer", "changed"),
    [
        ("/consent", {"consent": False}),
        ("/person/birth_date", {"person": a_person(birth_date="2015-01-01")}),
        ("/person/birth_date", {"person": a_person(birth_date="2090-01-01")}),
        ("/person/phone", {"person": a_person(phone="06 39 98 01 0")}),
        ("/person/commune_insee", {"person": a_person(commune_insee="75056")}),
        ("/person/address_line", {"person": a_person(address_line="1 41 03 94 081 022 94")}),
        ("/declared_doctor", {"declared_doctor": True, "absence_reason": "moved"}),
        ("/retires_on", {"declared_doctor": True, "absence_reason": "doctor_retires"}),
        ("/email", {"email": "zoe chez courriel"}),
        ("/person/phone_of", {"person": a_person(phone_of="Mme Coste")}),
        ("/former_doctor", {"former_doctor": "Dr 1 41 03 94 081 022 94"}),
    ],
    ids=[
        "no-consent",
        "child",
        "to-come",
        "phone",
        "elsewhere",
        "nir",
        "doctor",
        "no-day",
        "email",
        "phone-of",
        "nir-2",
    ],
)
async def test_what_the_rules_refuse_is_refused_by_its_field_and_the_proof_serves_again(
    client: ContractClient, community: Community, connected: Database, pointer: str, changed: dict[str, Any]
) -> None:
    proof = await worked(client)
    assert pointers(await send(client, proof=proof, **changed)) == [pointer]
    assert connected.sql(REQUESTS) == connected.sql("SELECT count(*) FROM people") == [(0,)]
    assert (await send(client, proof=proof)).status_code == 201


async def test_a_doctor_who_retires_is_no_obstacle(client: ContractClient, community: Community) -> None:
    soon = today(60).isoformat()
    changed = {"declared_doctor": True, "absence_reason": "doctor_retires", "retires_on": soon}
    assert (await send(client, proof=await worked(client), **changed)).status_code == 201


async def test_no_form_is_taken_without_work(
    client: ContractClient, community: Community, connected: Database, make_community: MakeCommunity
) -> None:
    proof, wrong = await worked(client), "0" * 64
    other = await make_community("Ailleurs")
    elsewhere = await worked(client, other.finess)
    for bad in (
        {**proof, "number": proof["number"] + 1},
        {**proof, "signature": wrong},
        {**proof, "challenge": wrong},
        elsewhere,
    ):
        assert pointers(await send(client, proof=bad)) == ["/proof"]
    assert connected.sql(REQUESTS) == [(0,)]


async def test_a_proof_is_too_old_after_half_an_hour(
    client: ContractClient, community: Community, connected: Database, shift_clock: ShiftClock
) -> None:
    proof = await worked(client)
    shift_clock(minutes=31)
    assert pointers(await send(client, proof=proof)) == ["/proof"]
    assert connected.sql(REQUESTS) == [(0,)]


async def test_the_same_form_sent_twice_is_filed_once_and_answers_the_same(
    client: ContractClient, community: Community, connected: Database
) -> None:
    proof = await worked(client)
    answers = await asyncio.gather(*(send(client, proof=proof) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert connected.sql(REQUESTS) == [(1,)]


async def test_a_proof_that_served_takes_no_other_form(
    client: ContractClient, community: Community, connected: Database
) -> None:
    proof = await worked(client)
    both = await asyncio.gather(
        *(send(client, proof=proof, person=a_person(given_name=name)) for name in ("Zoé", "Léa"))
    )
    assert sorted(answer.status_code for answer in both) == [201, 422]
    [refused] = [answer for answer in both if answer.status_code == 422]
    assert refused.json()["type"] == "idempotency_key_reused"
    assert connected.sql(REQUESTS) == [(1,)]


async def test_a_second_form_for_the_same_person_is_linked_and_its_answer_tells_nothing(
    client: ContractClient, community: Community, as_role: AsRole
) -> None:
    first = await send(client, proof=await worked(client))
    twice = a_person(family_name="LEFEVRE", phone="06 39 98 01 03")
    second = await send(client, proof=await worked(client), person=twice)
    stranger = await send(client, proof=await worked(client), person=a_person(given_name="Léa"))
    assert second.json().keys() == first.json().keys()
    one, two, three = (int(a.json()["number"][3:]) for a in (first, second, stranger))
    assert (two, three) == (one + 1, one + 2)
    assert [a.json()["phone"] for a in (first, second, stranger)] == ["+33199000001"] * 3
    assert first.json()["number"] not in second.text
    coordinator = await as_role("coordinator")
    rows = (await coordinator.call("listAttendingDoctorWaitingList")).json()["items"]
    [row] = [row for row in rows if row["number"] == second.json()["number"]]
    seen = (await coordinator.call("getAttendingDoctorRequest", request_id=row["id"])).json()
    assert [one["number"] for one in seen["possible_duplicates"]] == [first.json()["number"]]


async def test_an_address_sends_ten_forms_an_hour_and_draws_sixty_challenges(
    client: ContractClient, community: Community, connected: Database, shift_clock: ShiftClock
) -> None:
    # From one minute past the hour on, so that the hour does not end in between.
    shift_clock(minutes=61 - datetime.now(UTC).minute)
    names = ["Ana", "Bea", "Cléa", "Dora", "Ève", "Fanny", "Gaïa", "Hana", "Inès", "Jade", "Kim"]
    proofs = [await worked(client) for _ in names]
    people = [a_person(given_name=name) for name in names]
    answers = [await send(client, proof=proof, person=one) for proof, one in zip(proofs, people, strict=True)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [429]
    assert answers[-1].json()["type"] == "too_many_calls"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600
    assert connected.sql(REQUESTS) == [(10,)]
    drawn = [await client.call("drawAttendingDoctorChallenge", finess=FINESS) for _ in range(50)]
    assert [answer.status_code for answer in drawn] == [201] * 49 + [429]


def token_of(answer: Any) -> str:
    return answer.json()["withdrawal_url"].partition("#")[2]


@pytest.mark.parametrize("end", ["found_elsewhere", "request_withdrawn", "opposition"])
async def test_the_link_of_the_receipt_takes_the_request_back(
    client: ContractClient, community: Community, connected: Database, end: str
) -> None:
    token = token_of(await send(client, proof=await worked(client), email="zoe@courriel.demo"))
    answer = await client.call("withdrawAttendingDoctorForm", json={"token": token, "end": end})
    assert answer.status_code == 204, answer.text
    assert connected.sql("SELECT state FROM attending_doctor_requests") == [(end,)]
    erased = end == "opposition"
    assert connected.sql("SELECT erased_at IS NOT NULL, identity_hash IS NULL FROM people") == [
        (erased, erased)
    ]
    assert connected.sql("SELECT email_sealed IS NULL FROM attending_doctor_requests") == [(erased,)]
    again = await client.call(
        "withdrawAttendingDoctorForm", json={"token": token, "end": "request_withdrawn"}
    )
    assert again.status_code == 204
    assert connected.sql("SELECT state FROM attending_doctor_requests") == [(end,)]


async def test_an_opposition_after_the_end_erases_what_was_kept(
    client: ContractClient, community: Community, connected: Database
) -> None:
    token = token_of(await send(client, proof=await worked(client)))
    for end in ("found_elsewhere", "opposition", "opposition"):
        answer = await client.call("withdrawAttendingDoctorForm", json={"token": token, "end": end})
        assert answer.status_code == 204
    assert connected.sql("SELECT erased_at IS NOT NULL FROM people") == [(True,)]


async def test_a_link_that_was_not_given_here_takes_nothing_back(
    client: ContractClient, community: Community, connected: Database
) -> None:
    token = token_of(await send(client, proof=await worked(client)))
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in (other, "A" * 64, token[::-1]):
        answer = await client.call("withdrawAttendingDoctorForm", json={"token": wrong, "end": "opposition"})
        assert answer.status_code == 404
    short = await client.call("withdrawAttendingDoctorForm", json={"token": "x", "end": "opposition"})
    assert short.status_code == 422
    assert connected.sql("SELECT state FROM attending_doctor_requests") == [("submitted",)]


async def test_neither_the_logs_nor_the_trail_hold_what_was_sent(
    client: ContractClient, community: Community, connected: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await send(client, proof=await worked(client), email="zoe@courriel.demo")
    await send(client, proof=await worked(client), person=a_person(phone="06"))
    written = capsys.readouterr()
    kept = str(connected.sql("SELECT action, detail::text FROM audit_entries"))
    for told in ("Lefèvre", "Zoé", "1941-03-12", "639980102", "zoe@"):
        assert told not in written.out + written.err + kept
