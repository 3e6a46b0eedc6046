"""A page that says who found it right, and when; its owner is asked, and what is not said again lapses."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.contract.models import DirectoryFact, FactChecker, PageState
from api.core import clock
from api.core.db import unit_of_work
from api.directory import rules, service
from api.identity.community_rules import default_rules
from tests.availability.conftest import second_practice
from tests.conftest import Database
from tests.contract.contents import contents
from tests.directory.test_membership import BODY, put
from tests.roles import AsRole, ShiftClock, SignedIn

DAY = date(2026, 11, 28)
RULES = default_rules().directory
PAGE: dict[str, Any] = {"languages": ["fr", "en"], "skills": ["stitches"], "places": []}


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    """A general practitioner, member of Vitry."""
    return await as_role("professional")


async def replace_page(who: SignedIn, change: dict[str, Any], version: int = 1) -> Any:
    return await who.call("replaceMyPage", json=PAGE | change, headers={"If-Match": f'"{version}"'})


async def confirm(who: SignedIn) -> dict[str, Any]:
    """One tap on the page as it is now."""
    version = (await who.call("getMyMembership")).json()["version"]
    answer = await who.call("confirmMyMembership", headers={"If-Match": f'"{version}"'})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def sweep(who: SignedIn) -> int:
    async with unit_of_work(who.community_id) as db:
        return await service.keep_pages_true(db, who.community_id, clock.now())


async def told(who: SignedIn) -> list[str]:
    return [one["kind"] for one in (await who.call("listNotifications")).json()["items"]]


async def page_of(reader: SignedIn, who: SignedIn) -> dict[str, Any]:
    return (await reader.call("getProfessional", professional_id=who.professional_id)).json()


async def test_what_a_page_says_is_shown_to_colleagues_with_who_checked_it(
    doctor: SignedIn, as_role: AsRole
) -> None:
    colleague = await as_role("coordinator")
    place = (await doctor.call("getMyMembership")).json()["practices"][0]["id"]
    has = {"places": [{"practice_id": place, "accessibility": ["step_free", "lift", "step_free"]}]}
    answer = await replace_page(doctor, has)
    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == '"2"'
    page = await page_of(colleague, doctor)
    assert (page["languages"], page["skills"]) == (["fr", "en"], ["stitches"])
    assert page["practices"][0]["accessibility"] == ["lift", "step_free"]
    by_person = {(one["fact"], one["practice_id"]) for one in page["checks"] if one["checked_by"] == "person"}
    assert by_person == {("languages", None), ("skills", None), ("accessibility", place)}
    assert page["confirmation"]["confirmed_on"] is None


async def test_one_tap_finds_everything_right_that_the_page_says_and_nothing_else(doctor: SignedIn) -> None:
    assert (await put(doctor, BODY)).status_code == 200
    said = await confirm(doctor)
    assert said["confirmation"]["state"] == "confirmed"
    assert said["declared_on"] == said["confirmation"]["confirmed_on"]
    facts = {one["fact"] for one in said["checks"]}
    assert {"identity", "volunteering", "new_patients"} <= facts
    assert facts.isdisjoint({"home_visits", "languages", "skills"})  # they say nothing
    assert {one["checked_by"] for one in said["checks"]} == {"person"}
    assert (await doctor.call("getMyMembership")).json() == said


async def test_a_page_that_changed_since_it_was_shown_is_not_confirmed(
    doctor: SignedIn, connected: Database
) -> None:
    assert (await replace_page(doctor, {})).status_code == 200
    before = contents(connected)
    answer = await doctor.call("confirmMyMembership", headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["type"]) == (412, "stale_version")
    assert contents(connected) == before


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"languages": ["klingon"]}, "/languages/0"),
        ({"skills": ["surgery"]}, "/skills/0"),
        ({"places": [{"practice_id": str(uuid4()), "accessibility": []}]}, "/places/0/practice_id"),
    ],
)
async def test_a_word_that_no_list_has_or_another_place_is_refused_by_name(
    doctor: SignedIn, connected: Database, change: dict[str, Any], pointer: str
) -> None:
    before = contents(connected)
    answer = await replace_page(doctor, change)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert contents(connected) == before


async def test_a_place_named_twice_is_refused(doctor: SignedIn) -> None:
    place = (await doctor.call("getMyMembership")).json()["practices"][0]["id"]
    twice = [{"practice_id": place, "accessibility": words} for words in (["lift"], [])]
    answer = await replace_page(doctor, {"places": twice})
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/places/1/practice_id"]


async def test_an_old_page_asks_its_owner_twice_then_says_that_it_is_not_verified(
    doctor: SignedIn, as_role: AsRole, shift_clock: ShiftClock
) -> None:
    await confirm(doctor)
    steps = [(89, 0, "confirmed"), (1, 1, "due"), (13, 0, "due"), (1, 1, "due"), (16, 0, "unverified")]
    for days, asked, state in steps:
        shift_clock(days=days)
        again = await as_role("coordinator")  # sessions end with the idle time
        assert (await sweep(doctor), await sweep(doctor)) == (asked, 0)
        assert (await page_of(again, doctor))["confirmation"]["state"] == state
    back = await as_role("professional", professional_id=doctor.professional_id)
    assert (await confirm(back))["confirmation"]["state"] == "confirmed"
    assert await sweep(doctor) == 0


async def test_the_owner_is_asked_on_screen_and_by_e_mail(
    doctor: SignedIn, as_role: AsRole, connected: Database
) -> None:
    """A page that nobody ever confirmed is asked about at once."""
    await as_role("admin")
    assert await sweep(doctor) == 1
    assert await told(doctor) == ["page_to_confirm"]
    sent = connected.sql("SELECT channel, text FROM deliveries ORDER BY channel")
    assert [channel for channel, _ in sent] == ["email", "screen"]
    assert all("/moi/fiche" in str(text) for _, text in sent)


async def test_nobody_is_asked_while_absent(doctor: SignedIn) -> None:
    span = {"starts_at": clock.now().isoformat(), "ends_at": (clock.now() + timedelta(days=3)).isoformat()}
    assert (await doctor.call("createAbsence", json=span | {"reason": "leave"})).status_code == 201
    assert await sweep(doctor) == 0
    assert await told(doctor) == []


async def test_room_for_new_patients_lapses_is_no_longer_found_and_comes_back_by_one_tap(
    doctor: SignedIn, as_role: AsRole, shift_clock: ShiftClock
) -> None:
    assert (await put(doctor, BODY)).status_code == 200
    await confirm(doctor)
    shift_clock(days=60)
    colleague = await as_role("coordinator")
    wanted = {"accepts_new_patients": True}

    async def found() -> int:
        return (await colleague.call("searchProfessionals", params=wanted)).json()["total"]

    lapsed = await page_of(colleague, doctor)
    assert lapsed["accepts_new_patients"] is None
    assert lapsed["new_patients_lapse"] is not None
    assert await sweep(doctor) == 1
    assert await found() == 0
    back = await as_role("professional", professional_id=doctor.professional_id)
    # A change of something else neither revives the answer nor forgets that it was given.
    known = (await back.call("getMyMembership")).json()
    other = BODY | {"accepts_new_patients": None, "weekly_cap": 8}
    after = (await put(back, other, version=known["version"])).json()
    assert (after["accepts_new_patients"], after["new_patients_lapse"]) == (
        None,
        lapsed["new_patients_lapse"],
    )
    said = await confirm(back)
    assert (said["accepts_new_patients"], said["new_patients_lapse"]) == (True, None)
    assert await found() == 1


async def test_who_is_not_a_member_here_has_no_page_to_confirm(
    as_role: AsRole, make_community: Any, doctor: SignedIn, connected: Database
) -> None:
    elsewhere = await make_community("Ailleurs")
    visitor = await as_role("professional", community_id=elsewhere.id, professional_id=doctor.professional_id)
    before = contents(connected)
    assert (await visitor.call("confirmMyMembership", headers={"If-Match": '"1"'})).status_code == 404
    assert (await replace_page(visitor, {})).status_code == 404
    assert contents(connected) == before


DAYS = st.integers(min_value=0, max_value=400).map(lambda days: DAY - timedelta(days=days))


@given(joined_on=DAYS, confirmed_on=st.none() | DAYS, until=st.none() | DAYS)
def test_a_page_holds_from_its_confirmation_until_it_is_due_and_is_unverified_last(
    joined_on: date, confirmed_on: date | None, until: date | None
) -> None:
    age = rules.age_of(rules.Page(joined_on, confirmed_on, until), RULES, DAY)
    old_on = joined_on if confirmed_on is None else confirmed_on + timedelta(days=90)
    assert (age.state is PageState.unverified) == (old_on + timedelta(days=30) <= DAY)
    assert age.due_on == min(old_on, until or old_on)
    assert (age.state is PageState.confirmed) == (age.due_on > DAY)


def test_who_said_a_fact_last_is_who_is_shown() -> None:
    person = (DAY, FactChecker.person)
    later, before = DAY + timedelta(days=1), DAY - timedelta(days=1)
    phone, languages = DirectoryFact.phone, DirectoryFact.languages
    assert rules.last_check(phone, person, later) == (later, FactChecker.national_file)
    assert rules.last_check(phone, person, DAY) == person
    assert rules.last_check(phone, person, before) == person
    assert rules.last_check(phone, None, before) == (before, FactChecker.national_file)
    assert rules.last_check(languages, person, later) == person
    assert rules.last_check(languages, None, later) is None


@pytest.mark.parametrize(
    ("wished", "known", "until", "kept"),
    [
        (True, None, None, DAY + timedelta(days=60)),
        (True, True, DAY + timedelta(days=5), DAY + timedelta(days=5)),
        (True, None, DAY - timedelta(days=5), DAY + timedelta(days=60)),
        (None, None, DAY - timedelta(days=5), DAY - timedelta(days=5)),
        (None, True, DAY + timedelta(days=5), None),
        (False, True, DAY + timedelta(days=5), None),
        (False, None, DAY - timedelta(days=5), None),
    ],
)
def test_room_for_new_patients_holds_from_the_day_it_was_said(
    wished: bool | None, known: bool | None, until: date | None, kept: date | None
) -> None:
    assert rules.places_until(wished, known, until, rules=RULES, today=DAY) == kept


async def test_the_phone_the_hours_and_the_sectors_are_said_by_their_owner_place_by_place(
    doctor: SignedIn, as_role: AsRole, connected: Database
) -> None:
    colleague = await as_role("coordinator")
    elsewhere = await second_practice(doctor)
    connected.sql(
        "INSERT INTO sectors (id, community_id, name, commune_insee, latitude, longitude)"
        " VALUES (gen_random_uuid(), %s, 'Moulin-Vert', '94081', 48.78, 2.38)",
        doctor.community_id,
    )
    here = (await doctor.call("getMyMembership")).json()["practices"]
    first = next(one["id"] for one in here if one["id"] != str(elsewhere))
    morning = {"weekday": 1, "from_time": "08:30", "to_time": "12:00"}
    evening = {"weekday": 1, "from_time": "14:00", "to_time": "24:00"}
    said = {
        "sectors": ["Moulin-Vert", "Moulin-Vert"],
        "places": [
            {
                "practice_id": first,
                "accessibility": [],
                "phone": "01 99 00 12 34",
                "hours": [evening, morning],
            },
            {"practice_id": str(elsewhere), "accessibility": [], "hours": [{**morning, "weekday": 8}]},
        ],
    }
    answer = await replace_page(doctor, said)
    assert answer.status_code == 200, answer.text
    page = await page_of(colleague, doctor)
    assert page["sectors"] == ["Moulin-Vert"]
    places = {one["id"]: one for one in page["practices"]}
    assert (places[first]["phone"], places[first]["hours"]) == ("+33199001234", [morning, evening])
    assert places[str(elsewhere)]["hours"] == [{**morning, "weekday": 8}]
    by_person = {(one["fact"], one["practice_id"]) for one in page["checks"] if one["checked_by"] == "person"}
    assert by_person >= {
        ("sectors", None),
        ("phone", first),
        ("hours", first),
        ("hours", str(elsewhere)),
    }
    # What is left out stays; a phone taken away is gone.
    rest = {"places": [{"practice_id": first, "accessibility": ["lift"], "phone": None}]}
    assert (await replace_page(doctor, rest, version=2)).status_code == 200
    page = await page_of(colleague, doctor)
    assert page["sectors"] == ["Moulin-Vert"]
    after = next(one for one in page["practices"] if one["id"] == first)
    assert (after["phone"], after["hours"]) == (None, [morning, evening])


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"sectors": ["Nulle-Part"]}, "/sectors/0"),
        ({"phone": "01 99 00 12"}, "/places/0/phone"),
        ({"hours": [("12:00", "12:00")]}, "/places/0/hours/0/to_time"),
        ({"hours": [("08:00", "12:00"), ("11:00", "13:00")]}, "/places/0/hours/1/from_time"),
        ({"hours": [("08:00", "25:00")]}, "/places/0/hours/0/to_time"),
    ],
)
async def test_a_number_hours_or_a_sector_that_cannot_be_are_refused_by_name(
    doctor: SignedIn, connected: Database, change: dict[str, Any], pointer: str
) -> None:
    place: dict[str, Any] = {
        "practice_id": (await doctor.call("getMyMembership")).json()["practices"][0]["id"],
        "accessibility": ["lift"],
    }
    if "phone" in change:
        place["phone"] = change["phone"]
    if "hours" in change:
        place["hours"] = [
            {"weekday": 2, "from_time": begin, "to_time": end} for begin, end in change["hours"]
        ]
    body = {"places": [place], "sectors": change.get("sectors", [])}
    before = contents(connected)
    answer = await replace_page(doctor, body)
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert contents(connected) == before
