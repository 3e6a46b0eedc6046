"""The map shows everybody whom the same search finds, not the first page of them."""

from typing import Any

import pytest

from api.directory.service import search as search_service
from api.identity.tables import Community
from tests.conftest import Database
from tests.directory.test_search import MOULIN_VERT, directory, member, reader, search
from tests.roles import AsRole, SignedIn

__all__ = ["directory", "reader"]


async def points(http: SignedIn, **query: Any) -> dict[str, Any]:
    """The points that a search has on the map."""
    answer = await http.call("listProfessionalPoints", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def everybody(http: SignedIn, **query: Any) -> dict[str, tuple[str, float, float]]:
    """Whom the search finds, page after page, by id, with the place that it shows."""
    found, cursor = {}, None
    while True:
        page = await search(http, **query, limit=5, **({"cursor": cursor} if cursor else {}))
        for hit in page["items"]:
            who = hit["professional"]
            found[who["id"]] = (who["name"], hit["latitude"], hit["longitude"])
        if (cursor := page["next_cursor"]) is None:
            return found


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "medecin"},
        {"q": "esteev"},
        {"profession_code": "60"},
        {"home_visits": "true"},
        MOULIN_VERT,
        {"q": "personne de ce nom"},
    ],
)
async def test_everybody_whom_a_search_finds_is_on_the_map_at_the_place_that_it_shows(
    reader: SignedIn, directory: Database, community: Community, query: dict[str, Any]
) -> None:
    await member(directory, community, "Estève", home_visits=True)
    on_the_map = await points(reader, **query)
    assert {
        one["id"]: (one["name"], one["latitude"], one["longitude"]) for one in on_the_map["items"]
    } == await everybody(reader, **query)
    assert (on_the_map["complete"], on_the_map["next_cursor"]) == (True, None)


async def test_a_place_that_nobody_knows_is_no_point(reader: SignedIn, directory: Database) -> None:
    before = len((await points(reader))["items"])
    directory.sql("UPDATE practices SET latitude = NULL WHERE professional_id = (SELECT id FROM professionals"
                  " WHERE family_name = 'Estève')")  # fmt: skip
    assert len((await points(reader))["items"]) == before - 1


async def test_who_is_free_is_told_to_those_who_may_search_free_time_alone(
    reader: SignedIn, as_role: AsRole
) -> None:
    assert {one["free_within_24_hours"] for one in (await points(reader))["items"]} == {False}
    ward = await as_role("requester", organisation_kind="hospital_ward")
    assert {one["free_within_24_hours"] for one in (await points(ward))["items"]} == {None}
    refused = await ward.call("listProfessionalPoints", params={"sees_within_24_hours": "true"})
    assert (refused.status_code, refused.json()["type"]) == (403, "not_allowed")
    wrong = await reader.call("listProfessionalPoints", params={"latitude": 48.8})
    assert [error["pointer"] for error in wrong.json()["errors"]] == ["/query/longitude"]


async def test_who_is_found_without_a_known_place_counts_so_the_map_shows_nobody_whom_the_list_does_not(
    reader: SignedIn, directory: Database
) -> None:
    """Five names hold the word: enough, for the list and for the map, though one of them is no point."""
    some = "(SELECT id FROM professionals WHERE is_active ORDER BY id LIMIT 6)"
    directory.sql(f"UPDATE professionals SET family_name = 'Quimperoz' WHERE id IN {some}")
    (last,) = directory.sql(f"SELECT max(id::text)::uuid FROM {some} AS six")[0]
    directory.sql("UPDATE professionals SET family_name = 'Quimperos' WHERE id = %s", last)
    unknown = "SELECT id FROM professionals WHERE family_name = 'Quimperoz' ORDER BY id LIMIT 1"
    directory.sql(
        f"UPDATE practices SET latitude = NULL, longitude = NULL WHERE professional_id = ({unknown})"
    )
    found = await everybody(reader, q="quimperoz")
    assert len(found) == 5
    on_the_map = {one["id"] for one in (await points(reader, q="quimperoz"))["items"]}
    assert on_the_map == {who for who, (_, latitude, _) in found.items() if latitude is not None}
    assert len(on_the_map) == 4


async def test_a_map_that_cannot_hold_everybody_says_so_even_when_some_have_no_place(
    reader: SignedIn, directory: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone = len((await points(reader))["items"])
    directory.sql("UPDATE practices SET latitude = NULL, longitude = NULL WHERE professional_id IN"
                  " (SELECT id FROM professionals WHERE family_name = 'Estève')")  # fmt: skip
    monkeypatch.setattr(search_service, "MOST_POINTS", everyone - 1)
    assert (await points(reader))["complete"] is False
