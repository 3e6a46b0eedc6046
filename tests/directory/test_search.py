"""Finding a professional, a structure, what the territory holds: over HTTP, on the demonstration's files."""

from typing import Any
from uuid import UUID

import pytest

from api.core.clock import now
from api.core.db import unit_of_work
from api.directory import commands
from api.directory.tables import Membership, Organisation, Professional
from api.identity.tables import Community
from tests.conftest import Database
from tests.days import today
from tests.directory.rpps_lines import ACTIVITIES, SKILLS
from tests.roles import AsRole, MakeCommunity, SignedIn

MOULIN_VERT = {"latitude": 48.77947, "longitude": 2.38279}


@pytest.fixture
async def directory(community: Community, connected: Database) -> Database:
    """The demonstration's professionals of Vitry, all in the middle of the town."""
    await commands.import_files([ACTIVITIES, SKILLS], community.finess, as_json=True)
    return connected


@pytest.fixture
async def reader(directory: Database, as_role: AsRole) -> SignedIn:
    """A coordinator of Vitry, who searches."""
    return await as_role("coordinator")


async def search(http: SignedIn, **query: Any) -> dict[str, Any]:
    answer = await http.call("searchProfessionals", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def names(http: SignedIn, **query: Any) -> list[str]:
    return [hit["professional"]["name"] for hit in (await search(http, **query))["items"]]


async def member(database: Database, community: Community, family_name: str, **facts: Any) -> UUID:
    """Make the professional of that name a member who declared these facts."""
    ((found,),) = database.sql("SELECT id FROM professionals WHERE family_name = %s LIMIT 1", family_name)
    assert isinstance(found, UUID)
    async with unit_of_work(community.id) as db:
        row = Membership(community_id=community.id, professional_id=found, joined_on=today(), **facts)
        db.add(row)
    return found


@pytest.mark.parametrize(
    "typed",
    [
        "Estève",
        "esteve",
        "ESTEVE pauline",
        "Dr Estève",
        "paul est",
        "estéve",
        "estve",
        "esteev",
        "Pauline-Esteve",
    ],
)
async def test_a_name_is_found_however_it_is_typed(reader: SignedIn, typed: str) -> None:
    assert (await names(reader, q=typed))[0] == "Dr Pauline Estève"


@pytest.mark.parametrize("typed", ["le goff", "LeGoff", "le-goff", "goff", "legof"])
async def test_a_name_of_several_words_is_found_in_one_or_more(reader: SignedIn, typed: str) -> None:
    found = await names(reader, q=typed)
    assert found
    assert all("Le Goff" in name for name in found)


async def test_the_best_fit_comes_first(reader: SignedIn, directory: Database) -> None:
    found = await search(reader, q="mar")
    scores = [hit["score"] for hit in found["items"]]
    assert scores == sorted(scores, reverse=True)
    assert found["total"] == len(found["items"]) > 1
    assert (await search(reader, q="estève"))["items"][0]["score"] == 1
    assert (await search(reader, q="estve"))["items"][0]["score"] < 0.7


async def test_words_of_french_are_understood_with_their_typos(
    reader: SignedIn, directory: Database, community: Community
) -> None:
    await member(directory, community, "Estève", home_visits=True)
    await member(directory, community, "Belhaddad", home_visits=False)
    found = await search(reader, q="medecin vsite")
    assert found["understood"] == ["médecin", "visite"]
    assert [hit["professional"]["name"] for hit in found["items"]] == ["Dr Pauline Estève"]
    assert found["items"][0]["home_visits"] is True


async def test_a_word_that_is_somebodys_name_is_not_corrected(reader: SignedIn, directory: Database) -> None:
    directory.sql("UPDATE professionals SET family_name = 'Viste' WHERE family_name = 'Estève'")
    found = await search(reader, q="viste")
    assert found["understood"] == []
    assert {hit["professional"]["name"].split()[-1] for hit in found["items"]} == {"Viste"}


@pytest.mark.parametrize(
    ("query", "profession"),
    [
        ({"q": "sage femme"}, "50"),
        ({"q": "kiné"}, "70"),
        ({"q": "infirmiere vitry"}, "60"),
        ({"profession_code": "21"}, "21"),
        ({"specialty_code": "general_practice"}, "10"),
        ({"q": "pédiatre"}, "10"),
    ],
)
async def test_a_profession_is_found_by_its_words_or_its_code(
    reader: SignedIn, directory: Database, query: dict[str, str], profession: str
) -> None:
    found = (await search(reader, **query, limit=200))["items"]
    assert found
    assert {hit["professional"]["profession_code"] for hit in found} == {profession}


async def test_general_practice_stands_for_its_three_codes(reader: SignedIn, directory: Database) -> None:
    ((expected,),) = directory.sql(
        "SELECT count(*) FROM professionals WHERE specialty_codes && '{SM26,SM53,SM54}'"
    )
    assert (await search(reader, specialty_code="general_practice"))["total"] == expected
    assert (await search(reader, specialty_code="SM54"))["total"] < expected  # type: ignore[operator]  # a count


async def test_an_rpps_number_finds_its_holder_with_or_without_spaces(
    reader: SignedIn, directory: Database
) -> None:
    ((rpps,),) = directory.sql("SELECT rpps FROM professionals WHERE family_name = 'Belhaddad'")
    spaced = " ".join([str(rpps)[:2], *(str(rpps)[i : i + 3] for i in range(2, 11, 3))])
    assert await names(reader, q=spaced) == await names(reader, q=f"8{rpps}") == ["Dr Yanis Belhaddad"]


async def test_the_nearest_come_first_and_a_radius_keeps_the_others_out(
    reader: SignedIn, directory: Database
) -> None:
    directory.sql(
        "UPDATE practices SET latitude = 48.788 + n * 0.01, longitude = 2.39 FROM (SELECT id,"
        " row_number() OVER (ORDER BY id) % 7 AS n FROM practices) o WHERE o.id = practices.id"
    )
    here = {"latitude": 48.788, "longitude": 2.39}
    found = (await search(reader, **here, limit=200))["items"]
    distances = [hit["distance_km"] for hit in found]
    assert distances == sorted(distances)
    assert distances[0] == 0
    near = (await search(reader, **here, radius_km=2.5, limit=200))["items"]
    assert near == [hit for hit in found if hit["distance_km"] <= 2.5]
    assert 0 < len(near) < len(found)


async def test_pages_follow_each_other_without_gap_or_repeat(reader: SignedIn) -> None:
    whole = [hit["professional"]["id"] for hit in (await search(reader, limit=200))["items"]]
    for query in ({}, MOULIN_VERT, {"q": "a"}):
        once = [hit["professional"]["id"] for hit in (await search(reader, **query, limit=200))["items"]]
        paged: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = await search(reader, **query, **cursor, limit=17)
            paged += [hit["professional"]["id"] for hit in page["items"]]
            assert page["total"] == len(once)
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        assert paged == once
    assert len(whole) > 100


async def test_what_members_declared_filters(
    reader: SignedIn, directory: Database, community: Community
) -> None:
    await member(directory, community, "Estève", unscheduled_care=True, accepts_new_patients=False)
    await member(directory, community, "Belhaddad", accepts_new_patients=True)
    assert await names(reader, unscheduled_care=True) == ["Dr Pauline Estève"]
    assert await names(reader, accepts_new_patients=True) == ["Dr Yanis Belhaddad"]
    assert await names(reader, q="nouveaux patients") == ["Dr Yanis Belhaddad"]
    assert await names(reader, accepts_new_patients=False) == ["Dr Pauline Estève"]
    assert "Dr Pauline Estève" not in await names(reader, unscheduled_care=False, limit=200)


async def test_what_was_declared_to_another_community_stays_there(
    reader: SignedIn, directory: Database, make_community: MakeCommunity
) -> None:
    other = await make_community("Voisine")
    await member(directory, other, "Estève", unscheduled_care=True, mobile_phone="0639980001")
    assert await names(reader, unscheduled_care=True) == []
    hit = (await search(reader, q="estève"))["items"][0]
    assert (hit["is_member"], hit["unscheduled_care"]) == (False, False)
    page = (await reader.call("getProfessional", professional_id=hit["professional"]["id"])).json()
    assert (page["is_member"], page["volunteering"], page["mobile_phone"]) == (False, None, None)


async def test_a_member_who_practises_elsewhere_is_of_the_territory(
    as_role: AsRole, make_community: MakeCommunity, directory: Database
) -> None:
    trets = await make_community("Trets", communes=("13110",))
    await member(directory, trets, "Estève")
    there = await as_role("coordinator", community_id=trets.id)
    found = await search(there)
    assert [hit["professional"]["name"] for hit in found["items"]] == ["Dr Pauline Estève"]
    assert found["items"][0]["practice_name"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"latitude": 48.8}, "/query/longitude"),
        ({"longitude": 2.4}, "/query/latitude"),
        ({"radius_km": 2}, "/query/radius_km"),
        ({"commune_insee": "9440"}, "/query/commune_insee"),
        ({"cursor": "abc"}, "/query/cursor"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused_by_its_field(
    reader: SignedIn, query: dict[str, str], pointer: str
) -> None:
    answer = await reader.call("searchProfessionals", params=query)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_mobile_number_is_for_colleagues_only(
    reader: SignedIn, directory: Database, community: Community, as_role: AsRole
) -> None:
    who = await member(directory, community, "Estève", mobile_phone="0639982016", declared_on=today())
    colleague = await as_role("professional")
    pharmacy = await as_role("requester", organisation_kind="pharmacy")
    seen = [
        (await http.call("getProfessional", professional_id=who)).json()["mobile_phone"]
        for http in (reader, colleague, pharmacy)
    ]
    assert seen == ["0639982016", "0639982016", None]


async def test_a_page_that_does_not_exist_is_not_found(reader: SignedIn) -> None:
    nobody = "01a20179-0000-7000-8000-000000000000"
    assert (await reader.call("getProfessional", professional_id=nobody)).status_code == 404
    assert (await reader.call("getOrganisation", organisation_id=nobody)).status_code == 404


async def test_the_facets_count_what_the_filters_find(reader: SignedIn) -> None:
    facets = (await reader.call("listDirectoryFacets")).json()
    assert {facet["code"] for facet in facets["communes"]} == {"94081"}
    assert facets["specialties"][0]["code"] == "general_practice"
    for parameter, kind in (("profession_code", "professions"), ("specialty_code", "specialties")):
        for facet in facets[kind][:3]:
            assert (await search(reader, **{parameter: facet["code"]}))["total"] == facet["count"]


async def test_structures_are_found_by_words_of_their_name_and_kind(
    reader: SignedIn, directory: Database
) -> None:
    async with unit_of_work() as db:
        for kind, name, commune in (
            ("pharmacy", "Pharmacie de l’Église", "94081"),
            ("health_centre", "Centre de santé", "94081"),
            ("pharmacy", "Pharmacie de l’Église", "13110"),
        ):
            place = {"commune_insee": commune, "commune_name": "Ici"}
            db.add(Organisation(kind=kind, name=name, instruction="walk_in", **place))
    found = (await reader.call("searchOrganisations", params={"q": "eglise PHARM"})).json()["items"]
    assert [(item["kind"], item["commune_insee"]) for item in found] == [("pharmacy", "94081")]
    of_kind = (await reader.call("searchOrganisations", params={"kind": "health_centre"})).json()["items"]
    assert [item["name"] for item in of_kind] == ["Centre de santé"]
    page = await reader.call("getOrganisation", organisation_id=found[0]["id"])
    assert page.json() | found[0] == page.json()


async def test_the_territory_has_its_outlines_and_quarters(reader: SignedIn, community: Community) -> None:
    here = (await reader.call("getCommunity")).json()
    assert (here["id"], here["communes"][0]["name"]) == (str(community.id), "Vitry-sur-Seine")
    drawn = (await reader.call("getTerritory")).json()
    inside = [outline for outline in drawn["communes"] if outline["in_territory"]]
    assert [outline["insee"] for outline in inside] == ["94081"]
    assert inside[0]["polygons"]
    assert len(drawn["communes"]) > 1
    assert "IGN" in drawn["attribution"]


async def test_who_left_the_directory_is_no_longer_found(reader: SignedIn, directory: Database) -> None:
    directory.sql("UPDATE professionals SET is_active = false WHERE family_name = 'Belhaddad'")
    assert "Dr Yanis Belhaddad" not in await names(reader, q="belhaddad")
    directory.sql("UPDATE practices SET is_active = false")
    assert await names(reader) == []


async def test_the_search_text_is_that_of_the_names(directory: Database) -> None:
    async with unit_of_work() as db:
        row = Professional(
            rpps="10999000127",
            family_name="N’Diaye-Le Goff",
            given_name="Zoé Œnone",
            profession_code="60",
            created_at=now(),
            updated_at=now(),
        )
        db.add(row)
    ((text,),) = directory.sql("SELECT search_text FROM professionals WHERE rpps = '10999000127'")
    assert text == " n diaye le goff zoe oenone ndiayelegoff zoeoenone "


async def test_a_new_name_forgives_typos_at_once(reader: SignedIn, directory: Database) -> None:
    assert await names(reader, q="quizpatrcik") == []
    directory.sql("UPDATE professionals SET family_name = 'Quizpatrick' WHERE family_name = 'Belhaddad'")
    assert await names(reader, q="quizpatrcik") == ["Dr Yanis Quizpatrick"]


async def test_distances_follow_places_that_move_open_and_close(
    reader: SignedIn, directory: Database
) -> None:
    async def distance() -> float:
        (hit,) = (await search(reader, q="belhaddad", latitude=48.70, longitude=2.40))["items"]
        return float(hit["distance_km"])

    def change(what: str) -> None:
        directory.sql(
            f"UPDATE practices SET {what} FROM professionals AS p"  # noqa: S608  texts of this test
            " WHERE p.id = professional_id AND family_name = 'Belhaddad' AND activity_key <> 'second'"
        )

    change("latitude = 48.80, longitude = 2.40")
    assert await distance() == pytest.approx(11.13, abs=0.01)
    directory.sql(
        "INSERT INTO practices (id, professional_id, activity_key, commune_insee, commune_name, latitude,"
        " longitude, is_active, updated_at) SELECT gen_random_uuid(), id, 'second', '94081', 'Ici', 48.71,"
        " 2.40, true, now() FROM professionals WHERE family_name = 'Belhaddad'"
    )
    assert await distance() == pytest.approx(1.11, abs=0.01)
    change("is_active = false")
    assert await distance() == pytest.approx(1.11, abs=0.01)
    change("is_active = true")
    directory.sql("DELETE FROM practices WHERE activity_key = 'second'")
    assert await distance() == pytest.approx(11.13, abs=0.01)


async def test_only_doctors_and_dentists_are_called_doctor(reader: SignedIn, directory: Database) -> None:
    directory.sql("UPDATE professionals SET title = 'DR' WHERE profession_code IN ('10', '21', '40')")
    for profession, said in (("10", True), ("21", False), ("40", True)):
        found = await names(reader, profession_code=profession)
        assert found
        assert {name.startswith("Dr ") for name in found} == {said}
    [(pharmacist,)] = directory.sql("SELECT id FROM professionals WHERE profession_code = '21' LIMIT 1")
    page = (await reader.call("getProfessional", professional_id=pharmacist)).json()
    assert (page["title"], page["name"].startswith("Dr ")) == (None, False)
