"""The copy of what is kept about the holder of an account: theirs, and nothing of anybody else's."""

import json
from pathlib import Path
from typing import Any

import pytest

from api import holders
from api.core.crypto import Sealed
from api.core.db import Base
from api.core.operator import OptionRefused
from api.identity.tables import Community
from api.rights import POINTERS
from tests.availability.conftest import Opens, opens
from tests.conftest import Database, Maillage
from tests.contract.contents import contents
from tests.dispatch.conftest import awake, coordinator, requester
from tests.dispatch.scene import PERSON, a_request, accept, file, whose_doctor_is
from tests.roles import AsRole, MakeCommunity, SignedIn, SignIn

__all__ = ["awake", "coordinator", "opens", "requester"]
"""Fixtures of other tests."""

WITHOUT_KEY = {
    ("cases", "requester_id"),
    ("cases", "requester_professional_id"),
    ("message_readings", "account_id"),
    ("timeline_events", "actor_id"),
}
"""Columns that hold an account or a professional without a foreign key, as do all that end in `_by_id`."""

NOTE, MESSAGE = "Préfère le matin", "Sonner deux fois chez Lina"
SECTOR = "Port-à-l’Anglais"
PHONE = "+33639980042"


@pytest.fixture
async def doctor(as_role: AsRole, awake: Community) -> SignedIn:
    """Who asks for the copy."""
    return await as_role("professional", name="Dr Noé Copie", password="quatre mots au hasard")


def written(copy: dict[str, Any]) -> str:
    """The copy as it is handed over."""
    return json.dumps(copy, ensure_ascii=False, default=str)


async def test_the_copy_holds_what_is_the_doctors_and_neither_patient_nor_secret(
    doctor: SignedIn,
    requester: SignedIn,
    coordinator: SignedIn,
    opens: Opens,
    signed_in: SignIn,
    connected: Database,
) -> None:
    await opens(doctor)
    await signed_in(doctor.email)
    case = await file(requester, whose_doctor_is(doctor, note=NOTE))
    assert (await accept(doctor)).status_code == 200
    said = await doctor.call("postMessage", case_id=case["id"], json={"text": MESSAGE})
    assert said.status_code == 201, said.text
    name = await doctor.call("readIdentity", person_id=(await seen(doctor, case))["person_id"], json={})
    assert name.status_code == 200, name.text

    copy = await holders.export(doctor.email.upper())
    kept = copy["kept"]
    [account] = kept["accounts"]
    assert (account["email"], account["name"]) == (doctor.email, "Dr Noé Copie")
    for table in ("professionals", "practices", "memberships", "grants", "openings", "sessions"):
        assert kept[table], table
    [asked] = kept["offers"]
    assert asked["state"] == "accepted"
    assert case["number"] in [one["number"] for one in kept["cases"]]
    acts = {one["action"] for one in copy["done"]}
    assert {"session.created", "offer.accepted", "case.message_posted", "person.identity_read"} <= acts
    assert {one["by"] for one in copy["done"]} == {"Dr Noé Copie"}
    text = written(copy)
    for theirs in (PERSON["family_name"], PERSON["given_name"], "639984107", NOTE, MESSAGE, requester.email):
        assert theirs not in text, theirs
    secrets = connected.sql("SELECT password_hash FROM accounts WHERE password_hash IS NOT NULL")
    secrets += connected.sql("SELECT encode(token_hash, 'hex') FROM sessions")
    assert not [one for (one,) in secrets if str(one) in text]
    assert "_hash" not in text
    assert "_sealed" not in text
    trail = "SELECT subject_id, actor_kind FROM audit_entries WHERE action = 'account.exported'"
    assert connected.sql(trail) == [(doctor.account_id, "system")]
    again = await holders.export(doctor.email)
    assert [one["action"] for one in again["about_them"]][-1] == "account.exported", "of both chains"


async def test_neither_what_a_notification_says_of_a_request_nor_whom_an_opening_replaces_is_given(
    doctor: SignedIn, requester: SignedIn, coordinator: SignedIn, opens: Opens, connected: Database
) -> None:
    await opens(doctor)
    connected.sql("UPDATE openings SET replaces_name = 'Dr Ada Absente'")
    case = await file(requester, whose_doctor_is(doctor))
    connected.sql("UPDATE notifications SET facts = facts || jsonb_build_object('sector', %s::text)", SECTOR)
    said = "SELECT facts ->> 'urgency', facts ->> 'sector' FROM notifications WHERE account_id = %s"
    assert connected.sql(said, doctor.account_id) == [("within_24_hours", SECTOR)]

    copy = await holders.export(doctor.email)
    [opening], told = copy["kept"]["openings"], copy["kept"]["notifications"]
    assert not opening.keys() & {"replaces_name", "absence_id"}
    assert [(opening["from_minute"], opening["needs"])] == connected.sql(
        "SELECT from_minute, needs FROM openings"
    )
    assert case["id"] in {str(one["case_id"]) for one in told}
    given = {"id", "community_id", "kind", "case_id", "offer_id", "created_at", "read_at"}
    assert set().union(*told) <= given
    assert all({"kind", "created_at"} <= one.keys() for one in told)
    text = written(copy)
    for theirs in ("Ada Absente", SECTOR, "within_24_hours"):
        assert theirs not in text, theirs


async def seen(who: SignedIn, case: dict[str, Any]) -> dict[str, Any]:
    """The request as somebody reads it."""
    answer = await who.call("getUnscheduledCareRequest", request_id=case["id"])
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_coordinator_and_a_requester_have_what_they_did_and_were_told_in_every_community(
    requester: SignedIn,
    coordinator: SignedIn,
    as_role: AsRole,
    make_community: MakeCommunity,
    connected: Database,
) -> None:
    elsewhere = await make_community("Ailleurs")
    connected.sql(
        "INSERT INTO grants (id, account_id, community_id, role, created_at)"
        " VALUES (gen_random_uuid(), %s, %s, 'coordinator', now())",
        coordinator.account_id,
        elsewhere.id,
    )
    connected.sql(
        "INSERT INTO notifications (id, community_id, account_id, kind, facts, may_open_case, created_at)"
        " SELECT gen_random_uuid(), community_id, account_id, 'identity_read', '{}', false, now() FROM grants"
        " WHERE account_id = %s",
        coordinator.account_id,
    )
    other = await as_role("coordinator")
    case = await file(requester, a_request(note=NOTE))
    kept = (await holders.export(requester.email))["kept"]
    assert [one["number"] for one in kept["cases"]] == [case["number"]]
    assert kept["cases"][0].keys() == {
        "id",
        "community_id",
        "number",
        "kind",
        "state",
        "origin",
        "created_at",
    }
    copy = await holders.export(coordinator.email)
    assert len(copy["kept"]["grants"]) == 2
    here = {one["community_id"] for one in copy["kept"]["notifications"]}
    assert here == {coordinator.community_id, elsewhere.id}
    text = written(copy) + written({"kept": kept})
    assert other.email not in text
    assert NOTE not in text


async def test_nobody_has_that_address_and_nothing_is_traced(as_role: AsRole, connected: Database) -> None:
    await as_role("coordinator")
    before = contents(connected)
    lines = connected.sql("SELECT count(*) FROM audit_entries")
    with pytest.raises(OptionRefused, match="aucun compte"):
        await holders.export("personne@vitry.example")
    assert contents(connected) == before
    assert connected.sql("SELECT count(*) FROM audit_entries") == lines


def test_the_file_is_the_operators_alone_never_written_over_and_absent_when_there_is_none(
    maillage: Maillage, tmp_path: Path
) -> None:
    cpts = ["--finess", "940000001", "--name", "CPTS", "--short-name", "Vitry", "--commune", "94081"]
    assert maillage("community", "create", *cpts)[0] == 0
    who = ["--email", "ada@vitry.example", "--name", "Ada", "--role", "admin", "--community", "940000001"]
    assert maillage("account", "create", *who)[0] == 0
    path = tmp_path / "copie.json"
    unknown = maillage("account", "export", str(path), "--email", "personne@vitry.example")
    assert unknown == (2, [], ["--email : aucun compte n’a l’adresse personne@vitry.example."])
    assert not path.exists()
    code, out, err = maillage("account", "export", str(path), "--email", "ada@vitry.example")
    assert (code, out, err) == (0, [f"{path} : 2 lignes, lisibles par vous seul."], [])
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_text()
    assert json.loads(before)["kept"]["accounts"][0]["name"] == "Ada"
    code, _, err = maillage("account", "export", str(path), "--email", "ada@vitry.example")
    assert (code, err) == (2, [f"FICHIER : {path} existe, donnez un autre nom."])
    assert path.read_text() == before


def test_every_column_that_leads_to_a_holder_is_in_the_copy_or_says_why_not() -> None:
    tables = {
        one.class_.__tablename__: one.class_
        for one in Base.registry.mappers
        if one.class_.__module__.startswith("api.")
    }
    leading = {
        (name, column.name)
        for name, table in tables.items()
        for column in table.__table__.columns
        if any(key.column.table.name in ("accounts", "professionals") for key in column.foreign_keys)
        or (name, column.name) in WITHOUT_KEY
        or (column.name.endswith("_by_id") and not column.foreign_keys and column.name not in POINTERS)
    }
    found = {(name, column) for name, own in holders.OWN.items() for column in own.by}
    missing = leading - found - holders.NAMED.keys()
    assert not missing, f"{missing}: put them into OWN or NAMED of api/holders.py"
    assert holders.NAMED.keys() <= leading
    assert not found & holders.NAMED.keys()
    for name, own in holders.OWN.items():
        columns = set(tables[name].__table__.columns.keys())
        assert own.by.keys() | (own.only or set()) <= columns, name
        assert own.clear <= {key for key, value in vars(tables[name]).items() if isinstance(value, Sealed)}, (
            name
        )


def test_of_a_row_about_a_request_or_a_patient_nothing_sealed_is_given() -> None:
    about = {
        name
        for name in holders.OWN
        for column in Base.metadata.tables[name].columns
        if any(
            key.column.table.name in ("cases", "people", "care_circles", "dispatches", "offers")
            for key in column.foreign_keys
        )
    }
    assert about
    assert not [name for name in about if holders.OWN[name].clear]
    assert [name for name in sorted(about) if holders.OWN[name].only is None] == []
