"""Everybody of a territory in one answer, and the answers that a browser must find in it by itself."""

import gzip
import json
import os
from typing import Any

import pytest

from api.directory.service.entries import vocabulary
from api.identity.tables import Community
from tests.conftest import Database
from tests.directory import lookup_cases
from tests.roles import AsRole, MakeCommunity, SignedIn

PEOPLE = 5000


@pytest.fixture
async def reader(as_role: AsRole) -> SignedIn:
    """A coordinator of Vitry, who searches."""
    return await as_role("coordinator")


async def test_the_answers_that_the_browser_is_held_to_are_those_of_the_server(
    as_role: AsRole, make_community: MakeCommunity, connected: Database
) -> None:
    communes = tuple(insee for insee, _ in lookup_cases.RECIPE["communes"])
    three = await make_community("Trois", communes=communes)
    lookup_cases.fill(connected.owner_url, three.id, PEOPLE)
    reader = await as_role("coordinator", community_id=three.id)
    answers = []
    for search in lookup_cases.SEARCHES:
        found = (await reader.call("searchProfessionals", params=lookup_cases.query_of(search))).json()
        first = [int(hit["professional"]["id"].replace("-", ""), 16) - 1 for hit in found["items"]]
        said = {"total": found["total"], "understood": found["understood"], "first": first}
        answers.append({"search": search, **said})
    cases = {
        "people": PEOPLE,
        **lookup_cases.RECIPE,
        "vocabulary": json.loads(vocabulary().model_dump_json()),
        "answers": answers,
    }
    if os.environ.get("MAILLAGE_WRITE_CASES"):
        lookup_cases.FILE.write_text(lookup_cases.written(cases), encoding="utf-8")
    kept = json.loads(lookup_cases.FILE.read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(cases)), lookup_cases.HOW

    everybody = await reader.call("listDirectoryEntries")
    assert everybody.headers["content-encoding"] == "gzip"
    listed = everybody.json()
    assert listed["complete"]
    assert len(listed["items"]) == PEOPLE
    texts = [entry["search_text"] for entry in listed["items"]]
    assert texts == sorted(texts)
    assert len(gzip.compress(everybody.content)) < 400_000


async def test_an_answer_that_one_has_already_is_not_sent_again(
    reader: SignedIn, as_role: AsRole, community: Community, database: Database
) -> None:
    doctor = await as_role("professional")
    first = await reader.call("listDirectoryEntries", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in first.headers
    [entry] = first.json()["items"]
    assert entry["id"] == str(doctor.professional_id)
    assert entry["is_member"]
    again = {"If-None-Match": first.headers["etag"]}
    assert (await reader.call("listDirectoryEntries", headers=again)).status_code == 304
    database.sql("UPDATE memberships SET home_visits = true")
    changed = await reader.call("listDirectoryEntries", headers=again)
    assert changed.status_code == 200
    assert changed.json()["items"][0]["home_visits"] is True


async def test_what_was_declared_to_another_community_is_not_listed(
    as_role: AsRole, make_community: MakeCommunity, database: Database
) -> None:
    await as_role("professional")
    database.sql("UPDATE memberships SET unscheduled_care = true, accepts_new_patients = true")
    stranger = await as_role("coordinator", community_id=(await make_community("Ailleurs")).id)
    [entry] = (await stranger.call("listDirectoryEntries")).json()["items"]
    declared: dict[str, Any] = {key: entry[key] for key in ("is_member", "accepts_new_patients")}
    assert declared == {"is_member": False, "accepts_new_patients": None}
    assert entry["unscheduled_care"] is False


async def test_a_territory_too_large_to_be_sent_says_so(
    reader: SignedIn, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    await as_role("professional")
    monkeypatch.setattr("api.directory.service.entries.MOST_ENTRIES", 0)
    answer = (await reader.call("listDirectoryEntries")).json()
    assert (answer["complete"], answer["items"]) == (False, [])
    assert answer["vocabulary"]["meanings"]
