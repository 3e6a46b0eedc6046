"""What a person may ask: a copy of all that is kept about them, and to be forgotten."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from api import rights
from api.audit import service as audit
from api.core.actor import Actor, Hand
from api.core.db import Base, unit_of_work
from api.core.operator import CommandRefused, OptionRefused
from api.identity.tables import Account, Community
from tests.availability.conftest import PERSON as BOOKED
from tests.availability.conftest import Opens, booking, colleague, doctor, opens, slot, tomorrow_at
from tests.conftest import Database, Maillage
from tests.dispatch.conftest import awake, coordinator, requester
from tests.dispatch.scene import PERSON, a_request
from tests.roles import MakeCommunity, ShiftClock, SignedIn

__all__ = ["awake", "colleague", "coordinator", "doctor", "opens", "requester"]
"""Fixtures of other tests."""

KEPT = "SELECT identity_sealed, person_id FROM people LEFT JOIN cases ON person_id = people.id"
NOTE, MESSAGE = "Préfère le matin", "Sonner deux fois chez Lina"


def asked(community: Community, **change: Any) -> rights.Asked:
    """Lina's mother, who spells the name as she likes."""
    who = {"family_name": "CASTAING MOREAU", "given_name": "lina", "birth_date": date(2021, 3, 12)}
    return rights.Asked(community.finess, **who | change)


async def filed(requester: SignedIn, coordinator: SignedIn, **person: Any) -> dict[str, Any]:
    """A request with a note and a message, whose identity somebody read."""
    body = a_request(person=PERSON | person, note=NOTE)
    answer = await requester.call("createUnscheduledCareRequest", json=body)
    assert answer.status_code == 201, answer.text
    said = await coordinator.call("postMessage", case_id=answer.json()["id"], json={"text": MESSAGE})
    assert said.status_code == 201, said.text
    return dict(answer.json())


async def cancel(requester: SignedIn, case: dict[str, Any]) -> None:
    """Close it."""
    seen = (await requester.call("getUnscheduledCareRequest", request_id=case["id"])).headers["etag"]
    answer = await requester.call(
        "cancelUnscheduledCareRequest",
        request_id=case["id"],
        json={"reason": "found_elsewhere"},
        headers={"If-Match": seen},
    )
    assert answer.status_code == 200, answer.text


async def test_the_copy_holds_all_that_is_kept_in_clear_and_who_read_it(
    requester: SignedIn, coordinator: SignedIn, awake: Community, connected: Database
) -> None:
    case = await filed(requester, coordinator)
    await filed(requester, coordinator, given_name="Zoé")
    [(person_id,)] = connected.sql("SELECT person_id FROM cases WHERE id = %s", case["id"])
    assert (await coordinator.call("readIdentity", person_id=person_id, json={})).status_code == 200

    copy = await rights.export(asked(awake))
    kept = copy["kept"]
    [person] = kept["people"]
    assert person["identity"]["phone"] == "+33639984107"
    assert [one["number"] for one in kept["cases"]] == [case["number"]]
    assert [one["note"] for one in kept["unscheduled_care_requests"]] == [NOTE]
    assert MESSAGE in [one.get("text") for one in kept["timeline_events"]]
    async with unit_of_work() as db:
        reader = (await db.get_one(Account, coordinator.account_id)).name
    traced = [one["by"] for one in copy["read_and_changed"] if one["action"] == "person.identity_read"]
    assert traced == [reader]
    text = json.dumps(copy, default=str, ensure_ascii=False)
    assert "Zoé" not in text, "nobody else"
    assert "_hash" not in text
    assert "_sealed" not in text
    traced = "SELECT subject_id, actor_kind FROM audit_entries WHERE action = 'person.exported'"
    assert connected.sql(traced) == [(person_id, "system")]


async def test_a_person_is_forgotten_when_they_ask_and_the_figures_stay(
    requester: SignedIn, coordinator: SignedIn, awake: Community, connected: Database
) -> None:
    first = await filed(requester, coordinator)
    await cancel(requester, first)
    second = await filed(requester, coordinator)
    other = await filed(requester, coordinator, given_name="Zoé")
    before = connected.sql("SELECT identity_sealed FROM people ORDER BY id")
    with pytest.raises(CommandRefused, match=f"En cours : {second['number']}"):
        await rights.erase(asked(awake))
    assert connected.sql("SELECT identity_sealed FROM people ORDER BY id") == before

    await cancel(requester, second)
    assert await rights.erase(asked(awake)) == rights.Erased(2, 0)
    left = connected.sql("SELECT id FROM cases WHERE person_id IS NOT NULL")
    assert [str(one) for (one,) in left] == [other["id"]]
    gone = (
        "SELECT count(*) FROM people WHERE identity_sealed IS NULL AND identity_hash IS NULL AND sex IS NULL"
    )
    assert connected.sql(gone) == [(2,)]
    assert connected.sql("SELECT count(*) FROM people WHERE age_band IS NOT NULL") == [(3,)], "statistics"
    notes = "SELECT count(*) FROM unscheduled_care_requests WHERE note_sealed IS NOT NULL"
    assert connected.sql(notes) == [(1,)], "Zoé's"
    texts = "SELECT count(*) FROM timeline_events WHERE text_sealed IS NOT NULL"
    assert connected.sql(texts) == [(1,)]
    with pytest.raises(CommandRefused, match="Rien n’est gardé"):
        await rights.export(asked(awake))
    traced = "SELECT count(*) FROM audit_entries WHERE action = 'person.erasure_asked'"
    assert connected.sql(traced) == [(2,)]


async def test_another_community_is_asked_for_itself(
    requester: SignedIn,
    coordinator: SignedIn,
    awake: Community,
    make_community: MakeCommunity,
    connected: Database,
) -> None:
    await filed(requester, coordinator)
    elsewhere = await make_community("Ailleurs")
    before = connected.sql(
        "SELECT identity_sealed, person_id FROM people LEFT JOIN cases ON person_id = people.id"
    )
    for ask in (rights.export, rights.erase):
        with pytest.raises(CommandRefused):
            await ask(asked(elsewhere))
        with pytest.raises(CommandRefused):
            await ask(asked(awake, birth_date=date(2021, 3, 13)))
        with pytest.raises(OptionRefused, match="999999999"):
            await ask(rights.Asked("999999999", "Castaing", "Lina", date(2021, 3, 12)))
    after = connected.sql(
        "SELECT identity_sealed, person_id FROM people LEFT JOIN cases ON person_id = people.id"
    )
    assert after == before


async def test_who_booked_outside_of_any_request_is_forgotten_once_no_time_is_to_come(
    doctor: SignedIn,
    colleague: SignedIn,
    opens: Opens,
    community: Community,
    database: Database,
    shift_clock: ShiftClock,
) -> None:
    made = await opens(doctor)
    booked = await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9))))
    assert booked.status_code == 201, booked.text
    who = asked(
        community,
        family_name=BOOKED["family_name"],
        given_name=BOOKED["given_name"],
        birth_date=date.fromisoformat(BOOKED["birth_date"]),
    )
    [appointment] = (await rights.export(who))["kept"]["appointments"]
    assert str(appointment["id"]) == booked.json()["id"]
    with pytest.raises(CommandRefused, match="rendez-vous est à venir"):
        await rights.erase(who)
    assert database.sql("SELECT count(*) FROM people WHERE erased_at IS NULL") == [(1,)]
    shift_clock(days=2)
    assert await rights.erase(who) == rights.Erased(0, 1)
    assert database.sql("SELECT person_id, age_band IS NULL FROM appointments") == [(None, False)]
    assert database.sql("SELECT count(*) FROM people WHERE erased_at IS NULL") == [(0,)]


OF_NO_PERSON = {
    "audit_checks",
    "audit_cuts",
    "call_times",
    "certifier_checks",
    "certifier_dossiers",
    "duties",
    "fact_checks",
    "memberships",
    "opinion_groups",
    "outside_calendars",
    "reminders",
    "teleconsultation_kiosks",
    "teleconsultation_kit_checks",
    "teleconsultation_site_people",
    "teleconsultation_sites",
    "teleconsultation_trainings",
    "webhook_endpoints",
    "welcomes",
}
"""Personal tables about professionals, structures and machines."""

LEADS_TO_NOBODY = {
    "audit_entries": "its lines are in the copy, with names in place of ids",
    "notifications": "words of closed lists about a request that the copy holds",
    "deliveries": "the same, as it was sent",
    "webhook_deliveries": "the id of a booking that the copy holds",
    "holds": "a time kept for some minutes, before anybody says for whom",
    "unscheduled_care_drafts": "what a professional has typed and not sent, for a day",
}


def test_every_personal_table_is_in_the_copy_or_holds_nothing_of_patients() -> None:
    personal = {
        one.class_.__tablename__
        for one in Base.registry.mappers
        if one.class_.__personal__ and one.class_.__module__.startswith("api.")
    }
    apart = OF_NO_PERSON | LEADS_TO_NOBODY.keys()
    assert not apart & rights.leading().keys()
    assert personal - apart <= rights.leading().keys()
    assert apart <= personal


async def test_the_copy_holds_the_circle_of_care_and_an_opposition(
    requester: SignedIn, coordinator: SignedIn, awake: Community, connected: Database
) -> None:
    case = await filed(requester, coordinator)
    connected.sql(
        "INSERT INTO care_circles (id, community_id, identity_hash, consent, consent_by, consent_means,"
        " consent_at, recorded_by_id, recorded_by_name) SELECT gen_random_uuid(), p.community_id,"
        " identity_hash, 'given', 'person', 'in_person', now(), %s, 'Nora' FROM people AS p JOIN cases"
        " ON person_id = p.id WHERE cases.id = %s",
        requester.account_id,
        case["id"],
    )
    connected.sql(
        "INSERT INTO care_circle_members (id, community_id, circle_id, organisation_id, role, added_by_id,"
        " added_by_name, added_at) SELECT gen_random_uuid(), community_id, id,"
        " (SELECT id FROM organisations LIMIT 1), 'nurse', recorded_by_id, 'Nora', now() FROM care_circles"
    )
    connected.sql(
        "INSERT INTO attending_doctor_oppositions (id, community_id, identity_hash, opposed_at)"
        " SELECT gen_random_uuid(), community_id, identity_hash, now() FROM care_circles"
    )
    kept = (await rights.export(asked(awake)))["kept"]
    for table in ("care_circles", "care_circle_members", "attending_doctor_oppositions"):
        assert len(kept[table]) == 1, table
    connected.sql("UPDATE people SET identity_hash = NULL")
    assert (await rights.export(asked(awake)))["kept"].keys() == {
        "care_circles",
        "care_circle_members",
        "attending_doctor_oppositions",
    }, "also once every request is forgotten"


async def test_a_reading_by_a_secretary_says_for_whom(
    requester: SignedIn, coordinator: SignedIn, awake: Community, connected: Database
) -> None:
    case = await filed(requester, coordinator)
    [(person_id,)] = connected.sql("SELECT person_id FROM cases WHERE id = %s", case["id"])
    async with unit_of_work(awake.id) as db:
        hand, right = [await db.get_one(Account, one.account_id) for one in (requester, coordinator)]
        acting = Actor(
            "account",
            right.id,
            right.name,
            awake.id,
            frozenset(),
            frozenset(),
            hand=Hand(hand.id, hand.name, uuid4(), right.name, may_answer=False),
        )
        await audit.record(db, acting, "person.identity_read", "person", person_id)
    traced = (await rights.export(asked(awake)))["read_and_changed"]
    [by] = [one["by"] for one in traced if one["action"] == "person.identity_read"]
    assert by == f"{hand.name} pour {right.name}"


ASK = ["--community", "940000001", "--family-name", "Castaing", "--given-name", "Lina"]


def test_the_operator_is_told_that_nothing_is_kept_and_no_file_is_made(
    maillage: Maillage, tmp_path: Path
) -> None:
    cpts = ["--finess", "940000001", "--name", "CPTS", "--short-name", "Vitry", "--commune", "94081"]
    assert maillage("community", "create", *cpts)[0] == 0
    file = tmp_path / "copie.json"
    for words in (["export", str(file)], ["erase"]):
        code, _, err = maillage("person", *words, *ASK, "--birth-date", "2021-03-12")
        assert (code, err) == (2, ["Rien n’est gardé sous ces noms et cette date de naissance."])
    assert not file.exists()
    file.write_text("une copie d’avant")
    code, _, err = maillage("person", "export", str(file), *ASK, "--birth-date", "2021-03-12")
    assert (code, err) == (2, [f"FICHIER : {file} existe, donnez un autre nom."])
    assert file.read_text() == "une copie d’avant"
