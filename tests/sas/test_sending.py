"""Each change of an appointment that a regulator booked reaches the platform, in order, once in effect."""

import asyncio
from datetime import datetime

import pytest

from api.availability.service import Purpose, book_slot
from api.contract.models import AppointmentOrigin, CareMode
from api.core import clock, jobs
from api.core.db import unit_of_work
from api.identity import service as identity
from api.sas.service import forget_old, send_due
from tests.availability.conftest import PERSON, Opens, count, slot, tomorrow_at
from tests.conftest import Database
from tests.fhir import structure
from tests.roles import AsRole, ShiftClock, SignedIn
from tests.sas.conftest import connected_to
from tests.sas.fake_platform import (
    Asked,
    FakePlatform,
    Papers,
    Way,
    dies_in_its_answer,
    fails_having_kept,
    loses_its_answer,
    refuses,
    stalls,
    takes,
    waits,
)
from tests.sas.scene import DAYS, OPERATOR, an_opening, booked, cancelled, listed, moved


async def test_a_booking_of_a_regulator_is_posted_and_names_no_patient(
    regulator: SignedIn,
    doctor: SignedIn,
    opens: Opens,
    platform: FakePlatform,
    admin: SignedIn,
    database: Database,
) -> None:
    appointment = await booked(regulator, await an_opening(doctor, opens))
    assert appointment["origin"] == "sas"
    [waiting] = await listed(admin)
    assert (waiting["state"], waiting["appointment_state"], waiting["attempts"]) == ("waiting", "booked", 0)
    assert await send_due() == 1
    [asked] = platform.asked
    assert (asked.method, asked.path) == ("POST", "/fhir/Appointment")
    assert asked.headers["content-type"] == "application/fhir+json"
    assert structure.faults(asked.body) == []
    assert asked.identifier == waiting["id"]
    assert asked.body["extension"][0]["valueReference"]["identifier"]["value"] == OPERATOR
    [(rpps,)] = database.sql("SELECT rpps FROM professionals WHERE id = %s", doctor.professional_id)
    assert asked.body["participant"][0]["actor"]["identifier"]["value"] == f"8{rpps}"
    assert datetime.fromisoformat(asked.body["start"]) == tomorrow_at(9, days=DAYS)
    sent = str(asked.body) + str(asked.headers)
    assert not [fact for fact in (*PERSON.values(), appointment["person_id"]) if fact in sent]
    [taken] = await listed(admin)
    assert (taken["state"], taken["attempts"], taken["next_attempt_at"]) == ("sent", 1, None)
    assert await send_due() == 0, "what was taken does not go again"


async def test_a_move_a_cancellation_and_who_came_are_put_under_the_same_identifier(
    regulator: SignedIn,
    doctor: SignedIn,
    opens: Opens,
    platform: FakePlatform,
    as_role: AsRole,
    later: ShiftClock,
) -> None:
    opening, new_time = await an_opening(doctor, opens), tomorrow_at(10, days=DAYS)
    appointments = [await booked(regulator, opening, 9, minute) for minute in (0, 20, 40)]
    await send_due()
    first = await moved(doctor, appointments[0], opening, 10)
    await send_due()
    await cancelled(regulator, first, by="person")
    await send_due()
    later(seconds=(tomorrow_at(9, 40, days=DAYS) - clock.now()).total_seconds())
    for call, one in (("fulfilAppointment", appointments[1]), ("recordNoShow", appointments[2])):
        answer = await doctor.call(call, appointment_id=one["id"])
        assert answer.status_code == 200, answer.text
    await send_due()
    assert platform.said[:3] == [("POST", "booked")] * 3
    assert platform.said[3:5] == [("PUT", "booked"), ("PUT", "cancelled")]
    assert sorted(platform.said[5:]) == [("PUT", "fulfilled"), ("PUT", "noshow")]
    assert len(platform.kept) == 3
    assert {body["status"] for [body] in platform.kept.values()} == {"cancelled", "fulfilled", "noshow"}
    assert all(structure.faults(one.body) == [] for one in platform.asked)
    assert datetime.fromisoformat(platform.asked[3].body["start"]) == new_time


async def test_an_appointment_that_no_regulator_of_the_platform_booked_never_leaves(
    doctor: SignedIn,
    colleague: SignedIn,
    coordinator: SignedIn,
    as_role: AsRole,
    opens: Opens,
    platform: FakePlatform,
    database: Database,
    regulator: SignedIn,
) -> None:
    opening = await an_opening(doctor, opens)
    by_others = [
        await booked(who, opening, 9, minute)
        for who, minute in ((colleague, 0), (coordinator, 20), (await as_role("regulator"), 40))
    ]
    assert [one["origin"] for one in by_others] == ["direct", "direct", "regulation"]
    await moved(doctor, by_others[0], opening, 10)
    await cancelled(doctor, by_others[1])
    assert await send_due() == 0
    assert (platform.asked, count(database, "sas_transmissions")) == ([], 0)
    assert database.sql("SELECT id FROM procrastinate_jobs WHERE task_name = 'sas.send'") == []


async def test_what_is_undone_is_not_sent(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform, database: Database
) -> None:
    opening = await an_opening(doctor, opens)
    wanted = slot(opening, tomorrow_at(9, days=DAYS))
    purpose = Purpose(CareMode.office, None, AppointmentOrigin.direct)

    async def book_and_fail() -> None:
        async with unit_of_work(regulator.community_id) as db:
            token = regulator.cookies["maillage_session"]
            actor = await identity.actor_of_session(db, token, at=clock.now(), awake=False)
            assert actor is not None
            made = await book_slot(db, actor, purpose, slot_id=wanted, at=clock.now())
            assert made.origin is AppointmentOrigin.sas
            raise LookupError

    with pytest.raises(LookupError):
        await book_and_fail()
    assert (await send_due(), platform.asked, count(database, "sas_transmissions")) == (0, [], 0)


async def test_the_job_of_a_booking_sends_it_without_waiting_for_the_sweep(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    await asyncio.wait_for(jobs.work(until_empty=True, queues=[jobs.DEFAULT]), 20)
    assert platform.said == [("POST", "booked")]


async def test_changes_before_anything_left_are_one_message_with_the_last_state(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform, admin: SignedIn
) -> None:
    opening = await an_opening(doctor, opens)
    await cancelled(doctor, await moved(doctor, await booked(regulator, opening), opening, 10))
    [waiting] = await listed(admin)
    assert waiting["appointment_state"] == "cancelled"
    await send_due()
    assert platform.said == [("POST", "cancelled")]
    assert datetime.fromisoformat(platform.asked[0].body["start"]) == tomorrow_at(10, days=DAYS)


async def test_changes_during_an_exchange_wait_for_its_answer_then_go_as_one(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform, admin: SignedIn
) -> None:
    opening = await an_opening(doctor, opens)
    appointment = await booked(regulator, opening)
    platform.ways.append(waits)
    sending = asyncio.create_task(send_due())
    await asyncio.wait_for(platform.came.wait(), 5)
    await cancelled(doctor, await moved(doctor, appointment, opening, 10))
    assert await send_due() == 0, "another worker leaves it alone meanwhile"
    platform.let_go.set()
    await asyncio.wait_for(sending, 5)
    assert platform.said == [("POST", "booked"), ("PUT", "cancelled")]
    [taken] = await listed(admin)
    assert (taken["state"], taken["attempts"]) == ("sent", 2)


@pytest.mark.parametrize(
    "way", [loses_its_answer, dies_in_its_answer, fails_having_kept, stalls], ids=lambda way: way.__name__
)
async def test_a_post_whose_answer_is_lost_is_followed_by_a_put_and_nothing_is_there_twice(
    way: Way,
    regulator: SignedIn,
    doctor: SignedIn,
    opens: Opens,
    platform: FakePlatform,
    papers: Papers,
    admin: SignedIn,
    later: ShiftClock,
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    platform.ways.append(way)
    with connected_to(platform.url, papers, seconds=0.5):
        await send_due()
    [waiting] = await listed(admin, state="waiting")
    assert (waiting["attempts"], bool(waiting["last_error"])) == (1, True)
    assert await send_due() == 0, "not before its time"
    later(seconds=11)
    await send_due()
    assert platform.said == [("POST", "booked"), ("PUT", "booked")]
    assert [len(bodies) for bodies in platform.kept.values()] == [1]
    [taken] = await listed(admin)
    assert (taken["state"], taken["last_error"], taken["last_status"]) == ("sent", None, None)


async def test_a_post_that_certainly_did_not_arrive_is_posted_again(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform, later: ShiftClock
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    platform.ways.append(refuses(403))
    await send_due()
    later(seconds=11)
    await send_due()
    assert platform.said == [("POST", "booked")] * 2
    assert [len(bodies) for bodies in platform.kept.values()] == [1]


async def test_a_post_that_the_platform_knows_already_is_followed_by_a_put(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform, later: ShiftClock
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    platform.ways.append(refuses(409, "duplicate"))
    await send_due()
    later(seconds=11)
    await send_due()
    assert platform.said == [("POST", "booked"), ("PUT", "booked")]


async def test_each_failure_makes_the_next_wait_longer(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform, later: ShiftClock
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    platform.ways.extend([refuses(500)] * 3)
    for wait in (0, 11, 31, 91):
        later(seconds=wait)
        await send_due()
        assert await send_due() == 0
    assert platform.said == [("POST", "booked"), *[("PUT", "booked")] * 3]


async def test_a_platform_that_asks_to_be_left_alone_is_and_what_waits_waits_with_it(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform, later: ShiftClock
) -> None:
    opening = await an_opening(doctor, opens)
    for minute in (0, 20):
        await booked(regulator, opening, 9, minute)
    platform.ways.extend([refuses(503, Retry_After="300")] * 2)
    await send_due()
    asked = len(platform.asked)
    later(seconds=290)
    assert (await send_due(), len(platform.asked)) == (0, asked)
    later(seconds=20)
    await send_due()
    assert sorted(len(bodies) for bodies in platform.kept.values()) == [1, 1]


async def test_two_workers_at_once_send_each_appointment_once(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform
) -> None:
    opening = await an_opening(doctor, opens)
    for hour, minute in ((hour, minute) for hour in (9, 10) for minute in (0, 20, 40)):
        await booked(regulator, opening, hour, minute)
    assert sum(await asyncio.gather(send_due(), send_due())) == 6
    assert platform.said == [("POST", "booked")] * 6
    assert [len(bodies) for bodies in platform.kept.values()] == [1] * 6


async def test_an_attempt_that_was_overtaken_makes_the_last_state_go_again(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform, later: ShiftClock
) -> None:
    appointment = await booked(regulator, await an_opening(doctor, opens))
    platform.ways.append(waits)
    slow = asyncio.create_task(send_due())
    await asyncio.wait_for(platform.came.wait(), 5)
    await cancelled(doctor, appointment)
    later(seconds=60)  # longer than any exchange: as if the first worker had been stopped and woken
    await send_due()
    assert platform.said == [("POST", "booked"), ("PUT", "cancelled")]
    platform.let_go.set()
    await asyncio.wait_for(slow, 5)
    assert platform.said == [("POST", "booked"), ("PUT", "cancelled"), ("PUT", "cancelled")]


async def test_an_attempt_that_crashes_is_told_once_the_others_have_come_to_their_end(
    regulator: SignedIn,
    doctor: SignedIn,
    opens: Opens,
    platform: FakePlatform,
    admin: SignedIn,
    database: Database,
    later: ShiftClock,
) -> None:
    opening = await an_opening(doctor, opens)
    crashing, slow = [await booked(regulator, opening, 9, minute) for minute in (0, 20)]
    refusing = (
        "ALTER TABLE sas_transmissions ADD CONSTRAINT broken CHECK (sent_at IS NULL OR starts_at <> %s)"
    )
    database.sql(refusing.replace("%s", f"'{crashing['starts_at']}'"))

    async def one_slow(platform: FakePlatform, asked: Asked, writer: asyncio.StreamWriter) -> None:
        of_the_slow = datetime.fromisoformat(asked.body["start"]) == tomorrow_at(9, 20, days=DAYS)
        await (waits if of_the_slow else takes)(platform, asked, writer)

    platform.ways.extend([one_slow] * 2)
    sending = asyncio.create_task(send_due())
    ended, _ = await asyncio.wait({sending}, timeout=1)
    assert not ended, "the other exchange is still under way"
    platform.let_go.set()
    with pytest.raises(ExceptionGroup, match="crashed"):
        await asyncio.wait_for(sending, 5)
    states = {one["starts_at"]: (one["state"], one["attempts"]) for one in await listed(admin)}
    assert states == {crashing["starts_at"]: ("waiting", 1), slow["starts_at"]: ("sent", 1)}
    database.sql("ALTER TABLE sas_transmissions DROP CONSTRAINT broken")
    later(seconds=60)
    assert await send_due() == 1, "it came back by itself"
    assert [len(bodies) for bodies in platform.kept.values()] == [1, 1]


async def test_what_was_taken_or_given_up_is_forgotten_half_a_year_after_the_appointment(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform, database: Database
) -> None:
    opening = await an_opening(doctor, opens)
    await booked(regulator, opening)
    await send_due()
    platform.ways.append(refuses(422))
    await booked(regulator, opening, 10)
    await send_due()
    await booked(regulator, opening, 11)
    states = [("failed",), ("sent",), ("waiting",)]
    assert database.sql("SELECT state FROM sas_transmissions ORDER BY state") == states
    database.sql("UPDATE sas_transmissions SET ends_at = ends_at - interval '170 days'")
    assert await forget_old(clock.now()) == 0
    database.sql("UPDATE sas_transmissions SET ends_at = ends_at - interval '15 days'")
    assert await forget_old(clock.now()) == 2
    [(state,)] = database.sql("SELECT state FROM sas_transmissions")
    assert state == "waiting"
