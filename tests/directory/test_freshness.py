"""Pages that nobody confirmed: after their equals in a search, and marked with the day since when."""

from datetime import date
from typing import Any

import pytest

from tests.conftest import Database
from tests.directory.test_checked_facts import confirm
from tests.roles import AsRole, SignedIn

HERE = {"latitude": 48.79, "longitude": 2.39}


@pytest.fixture
async def three(as_role: AsRole, connected: Database) -> list[SignedIn]:
    """Three members at the same place, in the order of their names."""
    people = [await as_role("professional") for _ in range(3)]
    place = "UPDATE practices SET latitude = %s, longitude = %s"
    connected.sql(place, HERE["latitude"] + 0.01, HERE["longitude"])
    for who, name in zip(people, ("Abadie", "Barrois", "Cassagne"), strict=True):
        connected.sql("UPDATE professionals SET family_name = %s WHERE id = %s", name, who.professional_id)
        await confirm(who)
    return people


def grows_old(who: SignedIn, connected: Database, days: int = 121) -> date:
    """Their page was confirmed so many days ago."""
    aged = "UPDATE memberships SET declared_on = declared_on - %s WHERE professional_id = %s"
    [(on,)] = connected.sql(aged + " RETURNING declared_on", days, who.professional_id)
    assert isinstance(on, date)
    return on


async def found(reader: SignedIn, **query: Any) -> list[tuple[str, str | None]]:
    answer = await reader.call("searchProfessionals", params=query)
    assert answer.status_code == 200, answer.text
    return [
        (hit["professional"]["name"].split()[-1], hit["unconfirmed_since"]) for hit in answer.json()["items"]
    ]


async def names(reader: SignedIn, **query: Any) -> list[str]:
    return [name for name, _ in await found(reader, **query)]


async def test_a_page_left_unconfirmed_comes_after_its_equals_and_says_since_when(
    three: list[SignedIn], as_role: AsRole, connected: Database
) -> None:
    reader = await as_role("coordinator")
    assert await names(reader) == ["Abadie", "Barrois", "Cassagne"]
    since = grows_old(three[0], connected)

    for asked in ({}, HERE, {"profession_code": "10"}, {**HERE, "radius_km": 2.0}):
        assert await found(reader, **asked) == [
            ("Barrois", None),
            ("Cassagne", None),
            ("Abadie", since.isoformat()),
        ], asked
    # Whoever is looked for by name is found all the same.
    assert await names(reader, q="abadie") == ["Abadie"]
    entries = (await reader.call("listDirectoryEntries")).json()
    assert entries["unverified_km"] == 0.5
    assert [one["unconfirmed_since"] for one in entries["items"]] == [since.isoformat(), None, None]


async def test_who_is_asked_but_has_time_left_to_answer_keeps_their_rank(
    three: list[SignedIn], as_role: AsRole, connected: Database
) -> None:
    reader = await as_role("coordinator")
    grows_old(three[0], connected, days=119)
    assert await found(reader) == [("Abadie", None), ("Barrois", None), ("Cassagne", None)]


async def test_a_member_who_never_confirmed_is_given_the_same_time_from_their_first_day(
    three: list[SignedIn], as_role: AsRole, connected: Database
) -> None:
    reader = await as_role("coordinator")
    connected.sql(
        "UPDATE memberships SET declared_on = NULL, joined_on = joined_on - 29 WHERE professional_id = %s",
        three[0].professional_id,
    )
    assert await names(reader) == ["Abadie", "Barrois", "Cassagne"]
    connected.sql(
        "UPDATE memberships SET joined_on = joined_on - 1 WHERE professional_id = %s",
        three[0].professional_id,
    )
    assert await names(reader) == ["Barrois", "Cassagne", "Abadie"]


async def test_confirming_gives_the_rank_back_at_once(
    three: list[SignedIn], as_role: AsRole, connected: Database
) -> None:
    reader = await as_role("coordinator")
    grows_old(three[0], connected)
    await confirm(three[0])
    assert await found(reader) == [("Abadie", None), ("Barrois", None), ("Cassagne", None)]


async def test_it_counts_as_the_distance_that_the_community_says_and_no_more(
    three: list[SignedIn], as_role: AsRole, connected: Database
) -> None:
    """A page that is not confirmed stays before one that is confirmed and truly further away."""
    admin, reader = await as_role("admin"), await as_role("coordinator")
    grows_old(three[0], connected)
    further = "UPDATE practices SET latitude = latitude + %s WHERE professional_id = %s"
    connected.sql(further, 0.01, three[1].professional_id)
    assert await names(reader, **HERE) == ["Cassagne", "Abadie", "Barrois"]
    rules = (await admin.call("getCommunityRules")).json()
    version = rules.pop("version")
    del rules["changed_at"]
    rules["directory"]["unverified_km"] = 2.0
    answer = await admin.call("replaceCommunityRules", json=rules, headers={"If-Match": f'"{version}"'})
    assert answer.status_code == 200, answer.text
    assert await names(reader, **HERE) == ["Cassagne", "Barrois", "Abadie"]
    assert await names(reader, **HERE, radius_km=1.5) == ["Cassagne", "Abadie"]
