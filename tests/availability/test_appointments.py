"""Appointments in the agenda: come or not, listed, moved, given outside openings, swept."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.availability import service
from api.availability.tables import Appointment
from api.contract.models import AppointmentOrigin, CancelledBy, CareMode, Role
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.db import unit_of_work
from api.identity import service as identity
from api.identity.rules import MACHINE_SCOPES
from tests.availability.conftest import Opens, booking, count, slot, starts_of, tomorrow_at
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.roles import AsRole, ShiftClock, SignedIn


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_who_came_is_said_when_the_time_has_come_and_once(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens, shift_clock: ShiftClock
) -> None:
    made = await opens(doctor)
    ids = [
        (await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9, m))))).json()["id"]
        for m in (0, 20)
    ]
    too_early = await doctor.call("fulfilAppointment", appointment_id=ids[0])
    assert problem(too_early) == (409, "illegal_transition")
    shift_clock(seconds=(tomorrow_at(9, 20) - clock.now()).total_seconds())
    later = await as_role("professional", professional_id=doctor.professional_id)
    seen = (await later.call("getAppointment", appointment_id=ids[0])).json()
    assert (seen["state"], seen["actions"]) == ("booked", ["move", "cancel", "fulfil", "no_show"])
    came = await later.call("fulfilAppointment", appointment_id=ids[0])
    assert (came.status_code, came.json()["state"], came.json()["version"]) == (200, "fulfilled", 2)
    assert problem(await later.call("recordNoShow", appointment_id=ids[0])) == (409, "illegal_transition")
    missed = await later.call("recordNoShow", appointment_id=ids[1])
    assert (missed.status_code, missed.json()["state"]) == (200, "no_show")
    booked = {"state": "no_show"}
    listed = (await later.call("listAppointments", params=booked)).json()["items"]
    assert [item["id"] for item in listed] == [ids[1]]
    stranger, regulator = await as_role("professional"), await as_role("regulator")
    for call in ("fulfilAppointment", "recordNoShow", "getAppointment"):
        assert (await stranger.call(call, appointment_id=ids[0])).status_code == 404
    for call in ("fulfilAppointment", "recordNoShow"):
        assert (await regulator.call(call, appointment_id=ids[0])).status_code == 403


async def test_who_booked_may_not_say_that_the_person_came(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    made = await opens(doctor)
    booked = (await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9))))).json()
    for call in ("fulfilAppointment", "recordNoShow"):
        refused = await colleague.call(call, appointment_id=booked["id"])
        assert problem(refused) == (403, "not_allowed")
    assert booked["actions"] == ["move", "cancel", "await_earlier"]


async def test_everybody_lists_the_appointments_that_are_theirs(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    made = await opens(doctor)
    regulator, coordinator = await as_role("regulator"), await as_role("coordinator")
    made_by = [
        (who, (await who.call("bookAppointment", json=booking(slot(made, tomorrow_at(9, m))))).json()["id"])
        for who, m in ((colleague, 0), (coordinator, 20))
    ]

    async def seen(who: SignedIn, **params: Any) -> list[str]:
        answer = (await who.call("listAppointments", params=params)).json()
        return [item["id"] for item in answer["items"]]

    ids = [appointment_id for _, appointment_id in made_by]
    assert await seen(doctor) == await seen(coordinator) == ids
    assert await seen(colleague) == ids[:1]
    assert await seen(regulator) == []
    assert await seen(doctor, from_at=tomorrow_at(9, 20).isoformat()) == ids[1:]
    assert await seen(doctor, to_at=tomorrow_at(9, 20).isoformat()) == ids[:1]


async def a_booked_one(doctor: SignedIn, colleague: SignedIn, made: dict[str, Any], **subject: Any) -> UUID:
    """An appointment about some request, as the requests' modules book it."""
    async with unit_of_work(doctor.community_id) as db:
        appointment = await service.book_slot(
            db,
            system_actor(doctor.community_id),
            service.Purpose(
                CareMode.office,
                None,
                AppointmentOrigin.unscheduled_care,
                **{"subject_kind": "a_test", "subject_id": uuid4(), "subject_number": "SNP-1", **subject},
            ),
            slot_id=slot(made, tomorrow_at(9)),
            at=clock.now(),
        )
        return appointment.id


async def test_the_request_is_told_what_happens_in_the_agenda_and_may_refuse_it(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, CancelledBy | None, UUID]] = []

    class Request:
        async def told(
            self, db: Any, actor: Actor, appointment: Appointment, what: str, by: CancelledBy | None, at: Any
        ) -> None:
            told.append((what, by, appointment.id))
            if len(told) == 1:
                raise RuntimeError("the request cannot follow")

    monkeypatch.setitem(service.SUBJECTS, "a_test", Request())
    booked = await a_booked_one(doctor, colleague, await opens(doctor))
    cancel = {"appointment_id": booked, "json": {"by": "person"}}
    failed = await asyncio.gather(doctor.call("cancelAppointment", **cancel), return_exceptions=True)
    assert database.sql("SELECT state FROM appointments") == [("booked",)]
    assert count(database, "claims") == 1
    assert len(failed) == 1
    assert (await doctor.call("cancelAppointment", **cancel)).json()["state"] == "cancelled"
    assert told == [("cancelled", CancelledBy.person, booked)] * 2


async def test_moving_gives_the_old_time_back_and_takes_the_new_one_or_changes_nothing(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor, step_minutes=10, to_time="10:00")
    booked = await a_booked_one(doctor, colleague, made)
    await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9, 40))))
    actor = system_actor(doctor.community_id)

    async def move(to_minute: int) -> Appointment:
        async with unit_of_work(doctor.community_id) as db:
            row = await db.get_one(Appointment, booked)
            wanted = slot(made, tomorrow_at(9, to_minute))
            return await service.move_to(db, actor, row, slot_id=wanted, at=clock.now())

    with pytest.raises(service.SlotTaken):
        await move(30)
    assert database.sql("SELECT state FROM appointments WHERE id = %s", booked) == [("booked",)]
    moved = await move(10)
    assert (moved.starts_at, moved.subject_number) == (tomorrow_at(9, 10), "SNP-1")
    assert database.sql("SELECT state, claim_id FROM appointments WHERE id = %s", booked) == [("moved", None)]
    assert count(database, "claims") == 2


async def test_a_time_outside_any_opening_is_claimed_too(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    made = await opens(doctor)

    async def give(start: Any, minutes: int = 20, **given: Any) -> Appointment:
        async with unit_of_work(doctor.community_id) as db:
            return await service.book_time(
                db,
                system_actor(doctor.community_id),
                service.Purpose(CareMode.office, None, AppointmentOrigin.unscheduled_care),
                **{
                    "professional_id": doctor.professional_id,
                    "practice_id": None,
                    "starts_at": start,
                    "minutes": minutes,
                    "at": clock.now(),
                    **given,
                },
            )

    given = await give(tomorrow_at(9, 10))
    assert str(given.practice_id) == made["practice_id"]
    assert "09:00" not in (free := starts_of(await colleague.call("searchSlots")))
    assert "09:20" not in free
    with pytest.raises(service.SlotTaken):
        await give(tomorrow_at(9, 20))
    closure = {"starts_at": tomorrow_at(14).isoformat(), "ends_at": tomorrow_at(15).isoformat()}
    await doctor.call("createClosure", json={**closure, "reason": "other"})
    for refused, pointer in (
        (give(tomorrow_at(13, 50)), "/starts_at"),
        (give(tomorrow_at(9, days=-1)), "/starts_at"),
        (give(tomorrow_at(16), 61), "/minutes"),
        (give(tomorrow_at(16), practice_id=uuid4()), "/practice_id"),
    ):
        with pytest.raises(Exception, match="need correcting") as refusal:
            await refused
        assert [error.pointer for error in refusal.value.errors] == [pointer]
    assert count(database, "claims") == count(database, "appointments") == 1


async def test_expired_claims_and_old_holds_are_swept(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database, shift_clock: ShiftClock
) -> None:
    made = await opens(doctor)
    await colleague.call("createHold", json={"slot_id": slot(made, tomorrow_at(9))})
    await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(10))))
    await service.forget_expired(timestamp=0)
    assert (count(database, "claims"), count(database, "holds")) == (2, 1)
    shift_clock(minutes=10)
    await service.forget_expired(timestamp=0)
    assert (count(database, "claims"), count(database, "holds")) == (1, 1)
    shift_clock(days=1)
    await service.forget_expired(timestamp=0)
    assert (count(database, "claims"), count(database, "holds")) == (1, 0)


async def test_a_national_machine_keeps_no_patient_since_it_stands_in_no_community(
    doctor: SignedIn, opens: Opens, client: ContractClient, database: Database
) -> None:
    made = await opens(doctor, audiences=["public"])
    async with unit_of_work() as db:
        borne, secret = await identity.create_client(
            db, system_actor(), name="Borne", role=Role.kiosk, scopes=MACHINE_SCOPES, at=clock.now()
        )
    form = {"grant_type": "client_credentials", "client_id": borne.client_id, "client_secret": secret}
    token = (await client.call("createAccessToken", data=form)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "national-0001"}
    body = booking(slot(made, tomorrow_at(9)))
    refused = await client.call("bookAppointment", json=body, headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (403, "community_not_chosen")
    assert (count(database, "people"), count(database, "claims")) == (0, 0)
