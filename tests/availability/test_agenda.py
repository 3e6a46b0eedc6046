"""One's own agenda, over HTTP."""

from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from api.core import clock
from tests.availability.conftest import PARIS, Opens, booking, day_of, slot, tomorrow_at
from tests.conftest import Database
from tests.roles import AsRole, ShiftClock, SignedIn


async def agenda(who: SignedIn, days: int = 1) -> dict[str, Any]:
    answer = await who.call(
        "getAgenda", params={"from_on": day_of(tomorrow_at(9)), "to_on": day_of(tomorrow_at(9, days=days))}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def states(occurrence: dict[str, Any]) -> dict[str, str]:
    return {
        f"{datetime.fromisoformat(one['starts_at']).astimezone(PARIS):%H:%M}": one["state"]
        for one in occurrence["slots"]
    }


async def test_the_agenda_shows_each_slot_as_it_is(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await opens(doctor)
    booked = await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9, 20))))
    held = await colleague.call("createHold", json={"slot_id": slot(made, tomorrow_at(10))})
    closure = {"starts_at": tomorrow_at(11).isoformat(), "ends_at": tomorrow_at(11, 30).isoformat()}
    await doctor.call("createClosure", json={**closure, "reason": "training"})
    mine = await agenda(doctor)
    [occurrence] = mine["occurrences"]
    assert occurrence["opening"] == made | {"shares_time_with": None, "appointments_ahead": None}
    expected = dict.fromkeys(["09:00", "09:40", "10:20", "10:40", "11:40"], "free")
    expected |= {"09:20": "booked", "10:00": "held", "11:00": "closed", "11:20": "closed"}
    assert states(occurrence) == expected
    assert (occurrence["free"], occurrence["taken"]) == (5, 2)
    by_state = {one["state"]: one for one in occurrence["slots"]}
    assert by_state["held"]["held_until"] == held.json()["expires_at"]
    assert by_state["booked"]["appointment_id"] == booked.json()["id"]
    assert [row["reason"] for row in mine["closures"]] == ["training"]
    assert (mine["time_zone"], mine["from_on"]) == ("Europe/Paris", day_of(tomorrow_at(9)))


async def test_the_names_of_ones_own_patients_are_shown_and_each_reading_is_traced(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor)
    await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9))))
    traced = "SELECT count(*) FROM audit_entries WHERE action = 'person.identity_read' AND actor_id = %s"
    [appointment] = (await agenda(doctor))["appointments"]
    assert appointment["person_name"] == "Odile Barsac"
    assert appointment["person_phone"] == "+33639980012"
    assert database.sql(traced, doctor.account_id) == [(1,)]
    assert (await agenda(colleague))["appointments"] == []
    listed = (await doctor.call("listAppointments")).json()["items"]
    assert [item["person_name"] for item in listed] == [None]


async def test_a_cancelled_appointment_leaves_its_square_and_stays_in_the_list_without_a_name(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor, to_time="09:20")
    booked = (await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9))))).json()
    await doctor.call("cancelAppointment", appointment_id=booked["id"], json={"by": "person"})
    mine = await agenda(doctor)
    assert [one["state"] for one in mine["appointments"]] == ["cancelled"]
    assert (mine["appointments"][0]["person_name"], mine["appointments"][0]["person_phone"]) == (None, None)
    assert database.sql("SELECT 1 FROM audit_entries WHERE action = 'person.identity_read'") == []
    assert states(mine["occurrences"][0]) == {"09:00": "free"}


async def test_a_range_says_how_many_places_are_taken(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await opens(doctor, kind="range", from_time="17:00", to_time="18:30", capacity=6)
    for _ in range(2):
        await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(17))))
    [occurrence] = (await agenda(doctor))["occurrences"]
    assert (occurrence["free"], occurrence["taken"]) == (4, 2)
    assert states(occurrence) == {"17:00": "free"}


async def test_what_is_past_says_so(
    doctor: SignedIn, as_role: AsRole, opens: Opens, shift_clock: ShiftClock
) -> None:
    await opens(doctor, weekday=tomorrow_at(9).isoweekday(), on_day=None)
    shift_clock(seconds=(tomorrow_at(10, 10) - clock.now()).total_seconds())
    later = await as_role("professional", professional_id=doctor.professional_id)
    today = day_of(clock.now())
    mine = (await later.call("getAgenda", params={"from_on": today, "to_on": today})).json()
    counted = Counter(states(mine["occurrences"][0]).values())
    assert counted == {"past": 4, "free": 5}


@pytest.mark.parametrize(("from_on", "to_on"), [("2026-12-02", "2026-12-01"), ("2026-12-01", "2027-01-02")])
async def test_an_agenda_of_impossible_days_names_the_field(
    doctor: SignedIn, from_on: str, to_on: str
) -> None:
    refused = await doctor.call("getAgenda", params={"from_on": from_on, "to_on": to_on})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/query/to_on"


async def test_a_slot_that_is_kept_or_let_go_is_told_to_its_doctor(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor)

    def told() -> list[object]:
        audience = f"professional:{doctor.professional_id}"
        rows = database.sql("SELECT topic, audience FROM live_events ORDER BY id DESC")
        return [topic for topic, whom in rows if audience in str(whom)]

    before = len(told())
    held = (await colleague.call("createHold", json={"slot_id": slot(made, tomorrow_at(10))})).json()
    assert told()[: len(told()) - before] == ["agenda"]
    assert (await colleague.call("deleteHold", hold_id=held["id"])).status_code == 204
    assert told()[: len(told()) - before] == ["agenda", "agenda"]
