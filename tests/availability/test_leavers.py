"""A member whom the national file says gone: their time closes, their appointments are re-placed."""

from uuid import UUID

import pytest

from tests.availability.absent import away, book, end, follow_ups, read, same_practice, say, say_away, work
from tests.availability.conftest import Opens, booking, count, slot, starts_of, tomorrow_at
from tests.conftest import Database
from tests.contract.contents import contents
from tests.roles import AsRole, MakeCommunity, SignedIn


@pytest.fixture
async def coordinator(as_role: AsRole) -> SignedIn:
    """The coordination."""
    return await as_role("coordinator")


def leaves(database: Database, who: SignedIn, *, back: bool = False) -> None:
    """What an import writes of somebody who is no longer in the file, or is again."""
    for table, column in (("practices", "professional_id"), ("professionals", "id")):
        database.sql(f"UPDATE {table} SET is_active = %s WHERE {column} = %s", back, who.professional_id)


async def absences(who: SignedIn, **query: str) -> list[dict[str, object]]:
    answer = await who.call("listAbsences", params=query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, object]] = answer.json()["items"]
    return items


async def told(who: SignedIn) -> list[str]:
    return [one["kind"] for one in (await who.call("listNotifications")).json()["items"]]


async def test_who_left_gives_no_slot_and_their_appointments_wait_for_the_coordination(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens, connected: Database
) -> None:
    opening = await opens(doctor)
    booked = await book(colleague, opening, tomorrow_at(9))
    leaves(connected, doctor)
    await work(coordinator)

    week = {"professional_id": str(doctor.professional_id)}
    assert starts_of(await colleague.call("searchSlots", params=week)) == []
    refused = await colleague.call("bookAppointment", json=booking(slot(opening, tomorrow_at(10))))
    assert (refused.status_code, refused.json()["type"]) == (409, "slot_taken")
    [absence] = await absences(coordinator)
    assert (absence["has_left"], absence["to_call"], absence["actions"]) == (True, 1, [])
    assert (await read(coordinator, booked))["state"] == "booked", "nothing is cancelled by itself"
    [row] = await follow_ups(coordinator, absence)
    assert row["person_phone"] is not None
    assert sorted(await told(coordinator)) == ["member_left", "people_to_call"]
    # The person is called, then the appointment ends.
    assert (await say(coordinator, row, "told")).status_code == 200
    assert (await read(coordinator, booked))["state"] == "cancelled"
    assert await absences(coordinator, open="true") == []
    page = await coordinator.call("getProfessional", professional_id=doctor.professional_id)
    assert page.json()["absent_until"] is None, "who left is on no leave"


async def test_a_colleague_of_the_same_practice_takes_what_they_can(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens, connected: Database
) -> None:
    await same_practice(doctor, colleague)
    opening = await opens(doctor)
    await opens(colleague)
    booked = await book(coordinator, opening, tomorrow_at(9))
    leaves(connected, doctor)
    await work(coordinator)
    [absence] = await absences(coordinator)
    [row] = await follow_ups(coordinator, absence)
    assert (row["state"], row["new_appointment"]["professional"]["id"]) == (
        "placed",
        str(colleague.professional_id),
    )
    assert (await read(coordinator, booked))["state"] == "moved"


async def test_it_is_said_once_however_often_the_sweep_comes(
    doctor: SignedIn, coordinator: SignedIn, opens: Opens, connected: Database
) -> None:
    await opens(doctor)
    leaves(connected, doctor)
    await work(coordinator)
    before = contents(connected)
    for _ in range(2):
        await work(coordinator)
    assert contents(connected) == before
    assert await told(coordinator) == ["member_left"]
    assert count(connected, "closures") == 1


async def test_who_was_away_already_has_each_appointment_followed_up_once(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens, connected: Database
) -> None:
    opening = await opens(doctor)
    for hour in (9, 11):
        await book(colleague, opening, tomorrow_at(hour))
    away_at_nine = await say_away(doctor, away(9, 10))
    await work(doctor)
    leaves(connected, doctor)
    await work(coordinator)
    left = next(one for one in await absences(coordinator) if one["has_left"])
    assert len(await follow_ups(coordinator, away_at_nine)) == 1
    assert len(await follow_ups(coordinator, left)) == 1


async def test_who_comes_back_has_their_time_open_again_and_keeps_what_nobody_moved(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens, connected: Database
) -> None:
    opening = await opens(doctor)
    booked = await book(colleague, opening, tomorrow_at(9))
    leaves(connected, doctor)
    await work(coordinator)
    [absence] = await absences(coordinator)
    leaves(connected, doctor, back=True)
    await work(coordinator)
    assert (await read(coordinator, booked))["state"] == "booked"
    [row] = await follow_ups(coordinator, absence)
    assert (row["state"], row["actions"]) == ("kept", [])
    week = {"professional_id": str(doctor.professional_id)}
    assert "9:20" in [
        start.lstrip("0") for start in starts_of(await colleague.call("searchSlots", params=week))
    ]
    assert await absences(coordinator) == []


async def test_the_file_alone_says_that_somebody_is_back(
    doctor: SignedIn, coordinator: SignedIn, opens: Opens, connected: Database
) -> None:
    await opens(doctor)
    leaves(connected, doctor)
    await work(coordinator)
    [absence] = await absences(coordinator)
    before = contents(connected)
    assert (await end(coordinator, absence)).status_code == 403
    assert contents(connected) == before


async def test_each_community_re_places_its_own_appointments(
    doctor: SignedIn,
    colleague: SignedIn,
    coordinator: SignedIn,
    opens: Opens,
    as_role: AsRole,
    make_community: MakeCommunity,
    connected: Database,
) -> None:
    """A member of two communities leaves both: what one has to call is not listed in the other."""
    elsewhere = await make_community("Ailleurs")
    joins(connected, doctor, elsewhere.id)
    other = await as_role("coordinator", community_id=elsewhere.id)
    await book(colleague, await opens(doctor), tomorrow_at(9))
    leaves(connected, doctor)
    for who in (coordinator, other, coordinator):
        await work(who)
    [here] = await absences(coordinator)
    [there] = await absences(other)
    assert (here["displaced"], there["displaced"]) == (1, 0)
    assert await follow_ups(other, there) == []
    assert await told(other) == ["member_left"]


def joins(database: Database, who: SignedIn, community_id: UUID) -> None:
    """The professional is a member of one more community."""
    database.sql(
        "INSERT INTO memberships (id, community_id, professional_id, version, unscheduled_care,"
        " attending_doctor, death_certification, teleconsultation, training_supervision, joined_on)"
        " VALUES (gen_random_uuid(), %s, %s, 1, false, false, false, false, false, current_date)",
        community_id,
        who.professional_id,
    )


def membership_ends(database: Database, who: SignedIn) -> None:
    """The professional is no longer a member of their community, and practises on."""
    mine = "(SELECT id FROM memberships WHERE professional_id = %s AND community_id = %s)"
    ids = (who.professional_id, who.community_id)
    database.sql(f"DELETE FROM fact_checks WHERE membership_id IN {mine}", *ids)
    database.sql(f"DELETE FROM memberships WHERE id IN {mine}", *ids)


async def test_who_is_no_longer_a_member_is_followed_up_like_who_left_and_is_told_once(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens, connected: Database
) -> None:
    await same_practice(doctor, colleague)
    opening = await opens(doctor)
    booked = await book(coordinator, opening, tomorrow_at(9))
    other = await book(coordinator, opening, tomorrow_at(10))
    membership_ends(connected, doctor)
    await work(coordinator)
    week = {"professional_id": str(doctor.professional_id)}
    assert starts_of(await colleague.call("searchSlots", params=week)) == []
    refused = await colleague.call("bookAppointment", json=booking(slot(opening, tomorrow_at(11))))
    assert (refused.status_code, refused.json()["type"]) == (409, "slot_taken")
    [absence] = await absences(coordinator)
    assert (absence["has_left"], absence["to_call"]) == (True, 2)
    assert len(await follow_ups(coordinator, absence)) == 2
    for appointment in (booked, other):
        assert (await read(coordinator, appointment))["state"] == "booked"
    before = contents(connected)
    await work(coordinator)
    assert contents(connected) == before
    assert sorted(await told(coordinator)) == ["member_left", "people_to_call"]


async def test_who_is_no_longer_a_member_here_keeps_their_time_in_another_community(
    doctor: SignedIn, coordinator: SignedIn, make_community: MakeCommunity, opens: Opens, connected: Database
) -> None:
    await opens(doctor)
    there = (await make_community("Ailleurs")).id
    kept = "INSERT INTO openings SELECT (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(),"
    connected.sql(f"{kept} 'community_id', %s::text))).* FROM openings o", there)
    membership_ends(connected, doctor)
    await work(coordinator)
    ended = connected.sql("SELECT community_id FROM openings WHERE ended_at IS NOT NULL")
    assert ended == [(doctor.community_id,)]
    assert count(connected, "closures") == 0, "closed time would hold in every community"


async def test_who_left_one_community_says_holidays_and_replaces_in_the_other(
    doctor: SignedIn,
    coordinator: SignedIn,
    opens: Opens,
    as_role: AsRole,
    make_community: MakeCommunity,
    connected: Database,
) -> None:
    there = (await make_community("Ailleurs")).id
    joins(connected, doctor, there)
    same_doctor = await as_role(
        "professional", community_id=there, professional_id=doctor.professional_id, name="Ailleurs Aussi"
    )
    neighbour = await as_role("professional", community_id=there)
    await opens(doctor)
    membership_ends(connected, doctor)
    await work(coordinator)
    assert len(await absences(coordinator)) == 1, "gone from the first community"

    replaced = await say_away(neighbour, away(9, 12, replacement_id=str(doctor.professional_id)))
    assert replaced["replacement"]["id"] == str(doctor.professional_id)
    holidays = away(days=9)
    await say_away(same_doctor, holidays)
    again = await same_doctor.call("createAbsence", json=holidays)
    assert (again.status_code, again.json()["type"]) == (409, "absence_overlaps")


async def test_who_comes_back_to_the_one_community_they_left_is_absent_no_more(
    doctor: SignedIn, coordinator: SignedIn, opens: Opens, connected: Database
) -> None:
    await opens(doctor)
    membership_ends(connected, doctor)
    await work(coordinator)
    joins(connected, doctor, doctor.community_id)
    await work(coordinator)
    assert await absences(coordinator) == []
    assert count(connected, "closures") == 0
