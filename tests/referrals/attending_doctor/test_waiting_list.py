"""The waiting list and its figures, for the coordination."""

from typing import Any

from tests.dispatch.scene import accept
from tests.referrals.attending_doctor.conftest import Later, Volunteers
from tests.referrals.attending_doctor.scene import (
    PERSON,
    enter,
    looks_for_a_doctor,
    moved,
    proposed,
    ready,
    somebody,
)
from tests.roles import SignedIn


def young(given_name: str, **given: Any) -> dict[str, Any]:
    """Somebody of no age that counts."""
    return looks_for_a_doctor(person=PERSON | {"given_name": given_name, "birth_date": "1990-05-04"}, **given)


async def rows(coordinator: SignedIn, **params: Any) -> list[dict[str, Any]]:
    """One page of the list."""
    answer = await coordinator.call("listAttendingDoctorWaitingList", params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_the_highest_priority_is_on_top_then_the_oldest_request(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    [doctor] = await volunteers(1)
    ordinary = await ready(coordinator, young("Aude"))
    later_one = await ready(coordinator, young("Bruno"))
    high = await ready(coordinator, young("Colin", long_term_illness=True, pregnancy=True))
    medium = await ready(coordinator, young("Denis", disability=True))
    listed = await rows(coordinator)
    wanted = [high, medium, ordinary, later_one]
    assert [row["id"] for row in listed] == [one["id"] for one in wanted]
    assert [row["level"] for row in listed] == ["high", "medium", "ordinary", "ordinary"]
    assert (listed[0]["long_term_illness"], listed[0]["pregnancy"], listed[0]["score"]) == (True, True, 55)
    name = (await doctor.call("getMe")).json()["name"]
    assert {row["next"]["kind"] for row in listed} == {"doctor"}
    assert all(name.split()[-1] in row["next"]["professional_name"] for row in listed)


async def test_the_list_comes_page_by_page_without_a_gap(coordinator: SignedIn) -> None:
    for number in range(7):
        await enter(coordinator, young("Personne" + "abcdefg"[number], disability=number % 2 == 0))
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        answer = (await coordinator.call("listAttendingDoctorWaitingList", params=params)).json()
        seen += [row["id"] for row in answer["items"]]
        if (cursor := answer["next_cursor"]) is None:
            break
    assert len(seen) == len(set(seen)) == 7
    wrong = await coordinator.call("listAttendingDoctorWaitingList", params={"cursor": "nothing"})
    assert wrong.status_code == 422


async def test_the_tabs_and_the_filters_show_what_they_say(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    [doctor] = await volunteers(1)
    taken = await proposed(coordinator, young("Élise"))
    assert (await accept(doctor)).status_code == 200
    asked = await proposed(coordinator, somebody("Fanny", long_term_illness=True))
    missing = await enter(coordinator, young("Gilles", informed=False))
    checked = await enter(coordinator, young("Hugo"))
    found = {
        tab: {row["id"] for row in await rows(coordinator, tab=tab)}
        for tab in ("waiting", "proposed", "to_complete", "found")
    }
    assert found == {
        "waiting": {asked["id"], missing["id"], checked["id"]},
        "proposed": {asked["id"]},
        "to_complete": {missing["id"]},
        "found": {taken["id"]},
    }
    for params, wanted in (
        ({"level": "high"}, {asked["id"]}),
        ({"long_term_illness": True}, {asked["id"]}),
        ({"long_term_illness": False}, {missing["id"], checked["id"]}),
        ({"q": checked["number"][-4:]}, {checked["id"]}),
        ({"q": "vitry"}, found["waiting"]),
        ({"q": "Sur SEINE"}, found["waiting"]),
        ({"q": checked["number"].lower()}, {checked["id"]}),
        ({"q": "-"}, found["waiting"]),
        ({"q": "Ardoines"}, set()),
        ({"q": "100%"}, set()),
        ({"sector": "Fort"}, set()),
    ):
        assert {row["id"] for row in await rows(coordinator, **params)} == wanted, params


async def test_a_lower_level_waits_for_the_higher_ones_that_take_the_places_left(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    await volunteers(1, quota=2)
    await ready(coordinator, young("Aline", long_term_illness=True))
    await ready(coordinator, young("Basile", disability=True))
    await ready(coordinator, young("Céleste"))

    def said(found: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
        return [(row["level"], row["next"]["kind"], row["next"]["after_level"]) for row in found]

    assert said(await rows(coordinator)) == [
        ("high", "doctor", None),
        ("medium", "doctor", None),
        ("ordinary", "after_level", "medium"),
    ]
    await ready(coordinator, young("Dorian", long_term_illness=True))
    assert said(await rows(coordinator)) == [
        ("high", "doctor", None),
        ("high", "doctor", None),
        ("medium", "after_level", "high"),
        ("ordinary", "after_level", "high"),
    ]


async def test_each_row_says_what_comes_next(
    coordinator: SignedIn, volunteers: Volunteers, later: Later
) -> None:
    await volunteers(1, quota=1)
    await proposed(coordinator, young("Inès"))
    await ready(coordinator, young("Jeanne"))
    called = await ready(coordinator, young("Karl"))
    await moved(coordinator, "recordAttendingDoctorContact", called, reached=False)
    handed = await ready(coordinator, young("Léa"))
    await moved(coordinator, "escalateAttendingDoctorRequest", handed)
    await enter(coordinator, young("Marc"))
    await enter(coordinator, young("Nina", informed=False))
    said = [row["next"]["kind"] for row in await rows(coordinator)]
    assert sorted(said) == sorted(["reminder", "no_place", "contact", "cpam_answer", "qualify", "complete"])
    await later(days=3, minutes=1)
    first = next(row for row in await rows(coordinator, tab="proposed"))
    assert (first["next"]["kind"], first["next"]["at"]) == ("lapse", first["due_at"])
    await later(days=87)
    assert {row["next"]["kind"] for row in await rows(coordinator)} >= {"cpam", "qualify", "contact"}


async def test_the_figures_count_who_waits_how_long_and_what_is_left(
    coordinator: SignedIn, volunteers: Volunteers, later: Later
) -> None:
    await volunteers(2, quota=3)
    await ready(coordinator, young("Odile", long_term_illness=True))
    await later(days=10)
    await ready(coordinator, young("Paul"))
    await later(days=4)
    await proposed(coordinator, young("Quentin"))
    figures = (await coordinator.call("getAttendingDoctorFigures")).json()
    assert (figures["waiting"], figures["proposed"], figures["to_complete"], figures["found"]) == (3, 1, 0, 0)
    assert figures["median_days"] == 4
    assert figures["by_level"] == [
        {"level": "high", "waiting": 1, "median_days": 14},
        {"level": "medium", "waiting": 0, "median_days": None},
        {"level": "ordinary", "waiting": 2, "median_days": 0},
    ]
    assert figures["by_commune"] == [{"commune_name": "Vitry-sur-Seine", "waiting": 3, "median_days": 4}]
    assert (figures["places"], figures["places_left"], figures["volunteers"]) == (6, 5, 2)
