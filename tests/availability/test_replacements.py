"""Replacement doctors: an absence names one, who inherits openings and appointments, and may not come."""

from typing import Any

from tests.availability.absent import (
    away,
    book,
    end,
    follow_up,
    follow_ups,
    now,
    read,
    same_practice,
    say,
    say_away,
    steps,
    withdraw,
    work,
)
from tests.availability.conftest import (
    PERSON,
    Opens,
    booking,
    count,
    day_of,
    practice_of,
    second_practice,
    tomorrow_at,
)
from tests.conftest import Database
from tests.roles import AsRole, SignedIn


def replaced_by(who: SignedIn, **given: Any) -> dict[str, Any]:
    return away(**given) | {"replacement_id": str(who.professional_id)}


async def slots_of(who: SignedIn, asked_by: SignedIn) -> list[dict[str, Any]]:
    found = await asked_by.call(
        "searchSlots", params={"professional_id": str(who.professional_id), "limit": 100}
    )
    return found.json()["items"]


async def agenda_of(who: SignedIn) -> dict[str, Any]:
    day = day_of(tomorrow_at(9))
    return (await who.call("getAgenda", params={"from_on": day, "to_on": day})).json()


async def standing(who: SignedIn) -> list[dict[str, Any]]:
    """The appointments of tomorrow that are still to come."""
    return [one for one in (await agenda_of(who))["appointments"] if one["state"] == "booked"]


async def test_the_replacement_inherits_the_openings_and_the_appointments_at_the_same_hours(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    nurse_desk = await as_role("professional")
    opening = await opens(doctor, to_time="10:00")
    booked = await book(nurse_desk, opening, tomorrow_at(9, 20))
    absence = await say_away(doctor, replaced_by(colleague))
    assert (absence["openings_inherited"], absence["openings_left"]) == (1, 0)
    named = (await colleague.call("listNotifications")).json()["items"]
    assert [one["kind"] for one in named] == ["replacement_named"]
    shown = await now(colleague, absence)
    assert (shown["reason"], shown["actions"]) == (None, ["withdraw_replacement"])
    assert (await colleague.call("listDisplacedAppointments", absence_id=absence["id"])).json()["items"] == []

    await work(doctor)
    row = await follow_up(doctor, absence)
    assert (row["state"], steps(row)) == ("placed", ["given_to_replacement"])
    new = row["new_appointment"]
    assert new["starts_at"] == booked["starts_at"]
    assert new["practice_id"] == str(await practice_of(doctor)), "at the same place"
    agenda = await agenda_of(colleague)
    assert [one["person_name"] for one in agenda["appointments"]] == ["Odile Barsac"]
    assert agenda["occurrences"][0]["opening"]["replaces_name"] == absence["professional"]["name"]
    assert [one["state"] for one in agenda["occurrences"][0]["slots"]] == ["free", "booked", "free"]
    free = await slots_of(colleague, nurse_desk)
    assert [one["replaces_name"] for one in free] == [absence["professional"]["name"]] * 2
    assert (await read(nurse_desk, booked))["state"] == "moved"


async def test_a_part_of_a_day_is_inherited_slot_by_slot(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    await opens(doctor)
    body = replaced_by(colleague, from_hour=10, to_hour=11)
    body["starts_at"] = tomorrow_at(10, 10).isoformat()
    assert (await say_away(doctor, body))["openings_inherited"] == 1
    free = await slots_of(colleague, doctor)
    assert [one["starts_at"] for one in free] == [
        f"{tomorrow_at(10, minute):%Y-%m-%dT%H:%M:%SZ}" for minute in (20, 40)
    ]


async def test_what_the_replacement_cannot_take_goes_on_to_the_practice_and_to_the_list(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    third = await as_role("professional")
    await same_practice(doctor, third)
    opening, own = await opens(doctor), await opens(colleague)
    await opens(third, from_time="09:00", to_time="09:20")
    await book(third, own, tomorrow_at(9))
    await book(third, opening, tomorrow_at(9))
    absence = await say_away(doctor, replaced_by(colleague))
    assert (absence["openings_inherited"], absence["openings_left"]) == (0, 1), "open elsewhere then"
    await work(doctor)
    row = await follow_up(doctor, absence)
    assert (row["state"], steps(row)) == ("placed", ["replacement_not_free", "moved_in_practice"])
    assert row["new_appointment"]["professional"]["id"] == str(third.professional_id)


async def test_a_replacement_who_withdraws_gives_all_back_and_what_was_booked_with_them_too(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    other = await as_role("professional")
    opening = await opens(doctor)
    await book(other, opening, tomorrow_at(9))
    absence = await say_away(doctor, replaced_by(colleague))
    await work(doctor)
    [first, *_] = await slots_of(colleague, other)
    direct = await other.call("bookAppointment", json=booking(first["id"]))
    assert direct.status_code == 201, direct.text
    stale = {"If-Match": '"7"'}
    gone = await colleague.call("withdrawReplacement", absence_id=absence["id"], headers=stale)
    assert gone.status_code == 412
    outsider = await other.call("withdrawReplacement", absence_id=absence["id"], headers=stale)
    assert outsider.status_code == 404
    gone = await withdraw(colleague, absence)
    assert gone.status_code == 200, gone.text
    assert gone.json()["replacement_withdrew_at"] is not None
    assert (await withdraw(colleague, absence)).status_code == 409
    assert (await end(colleague, absence)).status_code == 403, "the replacement does not end the absence"
    assert await slots_of(colleague, other) == []
    assert [one["state"] for one in await follow_ups(doctor, absence)] == ["to_replace"] * 2
    await work(doctor)
    rows = await follow_ups(doctor, absence)
    assert [one["state"] for one in rows] == ["to_call"] * 2
    assert steps(rows[0])[:2] == ["given_to_replacement", "replacement_withdrew"]
    assert {one["appointment"]["state"] for one in rows} == {"booked"}, "they stay until somebody is told"


async def test_what_was_with_a_replacement_who_withdrew_is_the_professionals_again_when_they_are_back(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    other = await as_role("professional")
    opening = await opens(doctor)
    booked = await book(other, opening, tomorrow_at(9))
    absence = await say_away(doctor, replaced_by(colleague))
    await work(doctor)
    await withdraw(colleague, absence)
    await work(doctor)
    assert (await end(doctor, absence)).status_code == 204
    [mine] = await standing(doctor)
    assert mine["starts_at"] == booked["starts_at"]
    assert len(await slots_of(doctor, other)) == 8, "its hour is not offered to anybody else"
    assert await standing(colleague) == []
    row = await follow_up(doctor, absence)
    assert (row["state"], row["appointment"]["id"]) == ("kept", mine["id"])


async def test_taking_the_absence_back_closes_what_was_inherited_and_brings_back_what_was_moved(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    other = await as_role("professional")
    opening = await opens(doctor)
    booked = await book(other, opening, tomorrow_at(9))
    absence = await say_away(doctor, replaced_by(colleague))
    await work(doctor)
    assert (await end(doctor, absence)).status_code == 204
    assert await slots_of(colleague, other) == []
    assert await standing(colleague) == []
    [mine] = await standing(doctor)
    assert mine["starts_at"] == booked["starts_at"]
    assert len(await slots_of(doctor, other)) == 8, "its hour is its own again"
    row = await follow_up(doctor, absence)
    assert (row["state"], steps(row)[-1]) == ("kept", "moved_back")
    assert (row["appointment"]["id"], row["new_appointment"]) == (mine["id"], None)


async def test_a_replacement_who_falls_ill_in_turn_leaves_each_person_one_follow_up_that_goes_on(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    other, coordinator = await as_role("professional"), await as_role("coordinator")
    opening = await opens(doctor)
    await book(other, opening, tomorrow_at(9))
    absence = await say_away(doctor, replaced_by(colleague))
    await work(doctor)
    inherited = [one for one in await slots_of(colleague, other) if one["replaces_name"]]
    direct = await other.call("bookAppointment", json=booking(inherited[0]["id"]))
    assert direct.status_code == 201, direct.text
    second = await say_away(colleague)
    assert second["displaced"] == 2
    assert await follow_ups(doctor, absence) == [], "each person is called for once, from one list"
    assert (await now(doctor, absence))["replacement_withdrew_at"] is not None
    await work(colleague)
    await work(colleague)
    rows = await follow_ups(colleague, second)
    assert [(one["state"], one["appointment"]["state"]) for one in rows] == [("to_call", "booked")] * 2
    assert steps(rows[0])[:2] == ["given_to_replacement", "new_professional_away"]
    assert (await end(colleague, second)).status_code == 204
    rows = await follow_ups(colleague, second)
    assert [one["state"] for one in rows] == ["placed", "kept"], "the first person knows nothing of it yet"
    assert rows[0]["new_appointment"]["professional"]["id"] == str(colleague.professional_id)
    told = await say(coordinator, rows[0], "told")
    assert (told.json()["state"], told.json()["new_appointment"]["state"]) == ("told", "booked")


async def test_a_replacement_away_for_a_part_of_the_time_replaces_in_the_rest(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    other = await as_role("professional")
    opening = await opens(doctor)
    at_nine, at_eleven = [await book(other, opening, tomorrow_at(hour)) for hour in (9, 11)]
    absence = await say_away(doctor, replaced_by(colleague))
    await work(doctor)
    await say_away(colleague, away(from_hour=8, to_hour=10))
    assert (await now(doctor, absence))["replacement_withdrew_at"] is None
    [row] = await follow_ups(doctor, absence)
    assert (row["appointment"]["id"], row["state"]) == (at_eleven["id"], "placed")
    assert at_nine["starts_at"] not in [one["starts_at"] for one in await slots_of(colleague, other)]


async def test_a_replacement_at_another_practice_of_theirs_is_not_at_two_places(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    await opens(doctor)
    await opens(colleague, practice_id=str(await second_practice(colleague)), from_time="11:40")
    absence = await say_away(doctor, replaced_by(colleague))
    assert (absence["openings_inherited"], absence["openings_left"]) == (0, 1)
    assert count(database, "openings") == 2
    again = await doctor.call("createAbsence", json=replaced_by(colleague, days=2))
    assert again.status_code == 201


async def test_an_appointment_is_not_given_to_a_replacement_who_is_open_elsewhere_then(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    other = await as_role("professional")
    opening = await opens(doctor)
    at_nine, at_ten = [await book(other, opening, tomorrow_at(hour)) for hour in (9, 10)]
    await opens(colleague, from_time="08:30", to_time="09:10")
    absence = await say_away(doctor, replaced_by(colleague))
    await work(doctor)
    rows = {row["appointment"]["id"]: row for row in await follow_ups(doctor, absence)}
    assert steps(rows[at_nine["id"]])[0] == "replacement_not_free"
    assert steps(rows[at_ten["id"]]) == ["given_to_replacement"]


async def test_an_hour_outside_any_opening_is_given_as_such(doctor: SignedIn, colleague: SignedIn) -> None:
    given = await doctor.call(
        "bookGivenTime",
        json={
            "professional_id": str(doctor.professional_id),
            "starts_at": tomorrow_at(19).isoformat(),
            "minutes": 20,
            "mode": "office",
            "person": PERSON,
        },
    )
    assert given.status_code == 201, given.text
    absence = await say_away(doctor, replaced_by(colleague))
    await work(doctor)
    assert steps(await follow_up(doctor, absence)) == ["given_to_replacement"]
    [mine] = (await agenda_of(colleague))["appointments"]
    assert mine["starts_at"] == given.json()["starts_at"]


async def test_the_page_of_who_is_away_says_until_when_and_who_stands_in(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens, connected: Database
) -> None:
    coordinator = await as_role("coordinator")

    async def page() -> dict[str, Any]:
        return (await coordinator.call("getProfessional", professional_id=doctor.professional_id)).json()

    await opens(doctor)
    absence = await say_away(doctor, replaced_by(colleague))
    assert (await page())["absent_until"] is None, "it is for tomorrow"
    connected.sql("UPDATE absences SET during = tstzrange(now() - interval '1 hour', upper(during))")
    on_leave = await page()
    assert (on_leave["absent_until"], on_leave["replaced_by"]["id"]) == (
        absence["ends_at"],
        str(colleague.professional_id),
    )
