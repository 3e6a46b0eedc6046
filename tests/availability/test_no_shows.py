"""People who did not come: whom to call, and from when on an appointment is confirmed by phone."""

from typing import Any

from api.identity.tables import Community
from tests.availability.conftest import PERSON, Opens, booking, slot, tomorrow_at
from tests.availability.waiting_scene import follow_ups, missed
from tests.conftest import Database
from tests.contract.contents import contents
from tests.dispatch.conftest import Doctors, awake, coordinator, doctors, requester
from tests.dispatch.scene import accept, act, file, soon
from tests.roles import AsRole, ShiftClock, SignedIn

__all__ = ["awake", "coordinator", "doctors", "requester"]


async def called(who: SignedIn, follow_up: dict[str, Any], outcome: str) -> Any:
    return await who.call(
        "recordNoShowCall",
        follow_up_id=follow_up["id"],
        headers={"If-Match": f'"{follow_up["version"]}"'},
        json={"outcome": outcome},
    )


async def test_who_asked_and_the_coordination_have_somebody_to_call(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens, database: Database
) -> None:
    follow_up = await missed(doctor, colleague, opens, database)
    assert (follow_up["state"], follow_up["no_shows"], follow_up["confirm_by_phone"]) == ("open", 1, False)
    assert follow_up["actions"] == ["record_call"]
    for who in (colleague, coordinator):
        [told, *_] = (await who.call("listNotifications")).json()["items"]
        assert told["kind"] == "no_show_to_follow"
    assert [one["id"] for one in await follow_ups(coordinator)] == [follow_up["id"]]
    assert await follow_ups(doctor) == [], "they asked for nothing"


async def test_who_has_somebody_to_call_reads_who_it_is_while_it_is_open(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community, database: Database
) -> None:
    follow_up = await missed(doctor, colleague, opens, database)
    shown = await colleague.call("readIdentity", person_id=follow_up["person_id"], json={})
    assert (shown.status_code, shown.json()["phone"]) == (200, "+33639980012")
    assert (await called(colleague, follow_up, "reached")).status_code == 200
    hidden = await colleague.call("readIdentity", person_id=follow_up["person_id"], json={})
    assert hidden.status_code == 404


async def test_calls_in_vain_are_counted_and_end_it_at_the_limit(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community, database: Database
) -> None:
    follow_up = await missed(doctor, colleague, opens, database)
    for calls in (1, 2):
        follow_up = (await called(colleague, follow_up, "not_reached")).json()
        assert (follow_up["state"], follow_up["calls"]) == ("open", calls)
    ended = await called(colleague, follow_up, "not_reached")
    assert (ended.json()["state"], ended.json()["actions"]) == ("done", [])
    assert await follow_ups(colleague, state="open") == []
    before = contents(database)
    again = await called(colleague, ended.json(), "reached")
    assert (again.status_code, again.json()["type"]) == (409, "illegal_transition")
    assert contents(database) == before


async def test_two_no_shows_in_six_months_ask_for_a_call_and_never_refuse_anybody(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens, database: Database
) -> None:
    await missed(doctor, colleague, opens, database)
    spelled = PERSON | {"family_name": "BARSAC", "given_name": "Odïle"}
    second = await missed(doctor, coordinator, opens, database, person=spelled)
    assert (second["no_shows"], second["confirm_by_phone"]) == (2, True)
    opening = await opens(doctor)
    again = await colleague.call("bookAppointment", json=booking(slot(opening, tomorrow_at(9))))
    assert (again.status_code, again.json()["confirm_by_phone"]) == (201, True)
    another = booking(slot(opening, tomorrow_at(9, 20)), person=PERSON | {"given_name": "Noël"})
    assert (await colleague.call("bookAppointment", json=another)).json()["confirm_by_phone"] is False
    database.sql(
        "UPDATE appointments SET starts_at = starts_at - interval '200 days' WHERE state = 'no_show'"
    )
    later = await colleague.call("bookAppointment", json=booking(slot(opening, tomorrow_at(9, 40))))
    assert later.json()["confirm_by_phone"] is False


async def test_a_stranger_neither_sees_nor_ends_it(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens, awake: Community, database: Database
) -> None:
    follow_up = await missed(doctor, colleague, opens, database)
    stranger = await as_role("requester", organisation_kind="hospital_ward")
    before = contents(database)
    assert await follow_ups(stranger) == []
    assert (await called(stranger, follow_up, "reached")).status_code == 404
    assert contents(database) == before


async def test_the_structure_that_made_a_request_follows_up_on_it(
    requester: SignedIn, doctors: Doctors, as_role: AsRole, shift_clock: ShiftClock
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor, starts_at=soon(1))).status_code == 200
    shift_clock(hours=1.2)
    said = await act(doctor, "recordUnscheduledCareOutcome", request, came=False)
    assert said.status_code == 200, said.text
    [follow_up] = await follow_ups(requester)
    assert follow_up["case_number"] == request["number"]
    mate = await as_role("requester", organisation_kind=None, organisation_id=requester.organisation_id)
    assert [one["id"] for one in await follow_ups(mate)] == [follow_up["id"]]
    assert (await called(mate, follow_up, "rebooked")).json()["state"] == "done"
