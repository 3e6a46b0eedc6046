"""What comes by itself: waves, thresholds, an arrival that is late, a question that nobody answers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from api.cases.service import erase_what_is_due
from api.contract.models import DutyKind
from api.core import clock
from api.core.db import unit_of_work
from api.directory.tables import Duty
from api.identity.tables import Community
from tests.conftest import Database
from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import a_death, accept, file, moved, offered, read
from tests.dispatch.scene import thread, tick
from tests.roles import AsRole, ShiftClock, SignedIn


async def put_on_rota(professional: SignedIn) -> None:
    """Have a professional on the rota from an hour ago until tomorrow."""
    async with unit_of_work(professional.community_id) as db:
        db.add(
            Duty(
                community_id=professional.community_id,
                kind=DutyKind.death_certification,
                professional_id=professional.professional_id,
                starts_at=clock.now() - timedelta(hours=1),
                ends_at=clock.now() + timedelta(days=1),
            )
        )


async def test_the_attending_doctor_is_asked_alone_then_the_rota_then_the_volunteers_then_a_human(
    town_hall: SignedIn,
    coordinator: SignedIn,
    doctors: Certifiers,
    as_role: AsRole,
    awake: Community,
    shift_clock: ShiftClock,
) -> None:
    on_duty, other = await doctors(2)
    own = await as_role("professional")
    await put_on_rota(on_duty)
    body = a_death(attending_doctor_status="known", attending_professional_id=str(own.professional_id))
    request = await file(town_hall, body)
    assert request["state"] == "first_doctor_asked"
    assert [await offered(who) for who in (own, on_duty, other)] == [1, 0, 0]
    shift_clock(minutes=21)
    await tick(awake.id)
    assert (await read(town_hall, request["id"]))["state"] == "rota_asked"
    assert [await offered(who) for who in (own, on_duty, other)] == [0, 1, 0]
    shift_clock(minutes=31)
    await tick(awake.id)
    assert (await read(town_hall, request["id"]))["state"] == "volunteers_asked"
    assert [await offered(who) for who in (own, on_duty, other)] == [0, 0, 1]
    shift_clock(minutes=61)
    await tick(awake.id)
    left = await read(coordinator, request["id"])
    assert (left["state"], left["waits_for"]) == ("nobody_found", "coordinator")


async def test_a_doctor_already_called_is_not_asked_again(
    town_hall: SignedIn, doctors: Certifiers, as_role: AsRole
) -> None:
    [doctor] = await doctors(1)
    own = await as_role("professional")
    body = a_death(
        attending_doctor_status="known",
        attending_professional_id=str(own.professional_id),
        attending_contact="called_no_answer",
    )
    await file(town_hall, body)
    assert [await offered(who) for who in (own, doctor)] == [0, 1]


async def test_somebody_on_the_rota_is_asked_in_their_quiet_hours(
    town_hall: SignedIn, doctors: Certifiers, awake: Community, database: Database
) -> None:
    on_duty, asleep = await doctors(2)
    await put_on_rota(on_duty)
    database.sql("UPDATE memberships SET quiet_from = '00:00', quiet_to = '23:59'")
    request = await file(town_hall)
    assert request["state"] == "rota_asked"
    assert [await offered(who) for who in (on_duty, asleep)] == [1, 0]


async def test_each_threshold_is_said_once_and_there_is_always_one_ahead(
    town_hall: SignedIn,
    as_role: AsRole,
    awake: Community,
    shift_clock: ShiftClock,
    database: Database,
) -> None:
    died = (clock.now() - timedelta(hours=20)).isoformat()
    request = await file(town_hall, a_death(death_estimated_at=died, death_precision="approximate"))
    said = []
    for hours in (3, 2, 8, 10, 2, 5):  # until 3, 5, 13, 23, 25 and 30 hours after it
        shift_clock(hours=hours)
        await tick(awake.id)
        await tick(awake.id)
        on_call = await as_role("coordinator")  # nobody stays signed in for so long
        lines = [line["kind"] for line in await thread(on_call, request)]
        said.append([kind for kind in lines if kind in SAID])
        [(ahead,)] = database.sql("SELECT alarm_at FROM death_certification_requests")
        assert ahead > clock.now()
    assert said[-1] == list(SAID)
    assert [len(lines) for lines in said] == [0, 1, 2, 3, 4, 4]
    late = await read(on_call, request["id"])
    assert (late["late"], late["waits_for"]) == (True, "coordinator")


async def test_of_a_body_found_late_the_limit_of_transport_is_said_from_the_start_and_once(
    town_hall: SignedIn, coordinator: SignedIn, awake: Community, shift_clock: ShiftClock
) -> None:
    died = (clock.now() - timedelta(hours=43)).isoformat()
    request = await file(town_hall, a_death(death_estimated_at=died, death_precision="approximate"))
    shift_clock(hours=1)
    await tick(awake.id)
    lines = [line["kind"] for line in await thread(coordinator, request)]
    assert lines.count("transport_limit_near") == 1
    earlier = (clock.now() - timedelta(hours=5)).isoformat()
    other = await file(town_hall, a_death(death_estimated_at=earlier, death_precision="approximate"))
    assert "transport_limit_near" not in [line["kind"] for line in await thread(coordinator, other)]


SAID = ("samu_proposed", "late", "transport_limit_near", "ceiling_passed")


async def test_once_the_samu_has_it_the_samu_is_neither_foreseen_nor_proposed_and_the_rest_still_comes(
    town_hall: SignedIn,
    coordinator: SignedIn,
    as_role: AsRole,
    awake: Community,
    shift_clock: ShiftClock,
) -> None:
    searched = await read(coordinator, (await file(town_hall))["id"])
    assert await foreseen(coordinator, searched) == ["samu_proposed", "late", "ceiling"]
    handed = await moved(coordinator, "handDeathCertificationToSamu", searched)
    assert await foreseen(coordinator, handed) == ["late", "ceiling"]
    said = []
    for hours in (5, 8):  # until 5 and 13 hours after it
        shift_clock(hours=hours)
        await tick(awake.id)
        on_call = await as_role("coordinator")  # nobody stays signed in for so long
        assert (await read(on_call, handed["id"]))["waits_for"] == "coordinator"
        said.append([line["kind"] for line in await thread(on_call, handed) if line["kind"] in SAID])
    assert said == [[], ["late"]]


async def foreseen(who: SignedIn, request: Mapping[str, Any]) -> list[str]:
    """What comes by itself if nobody moves, as the thread says it."""
    answer = await who.call("listTimeline", case_id=request["id"])
    return [step["kind"] for step in answer.json()["upcoming"]]


async def test_a_certifier_who_is_not_there_in_time_comes_before_the_coordination_who_may_ask_again(
    town_hall: SignedIn,
    coordinator: SignedIn,
    doctors: Certifiers,
    awake: Community,
    shift_clock: ShiftClock,
) -> None:
    silent, other = await doctors(2)
    request = await file(town_hall)
    await accept(silent, 20)
    shift_clock(minutes=49)
    await tick(awake.id)
    waiting = await read(coordinator, request["id"])
    assert (waiting["waits_for"], "relaunch" in waiting["actions"]) == ("professional", False)
    search = {"dispatch_id": waiting["dispatch_id"]}
    version = (await coordinator.call("getDispatch", **search)).json()["version"]
    early = await coordinator.call("relaunchDispatch", **search, headers={"If-Match": f'"{version}"'})
    assert early.status_code == 409
    shift_clock(minutes=2)
    await tick(awake.id)
    late = await read(coordinator, request["id"])
    assert (late["waits_for"], "relaunch" in late["actions"]) == ("coordinator", True)
    again = await coordinator.call("relaunchDispatch", **search, headers={"If-Match": f'"{version}"'})
    assert again.status_code == 200, again.text
    assert (await read(town_hall, request["id"]))["state"] == "volunteers_asked"
    assert (await offered(silent), await offered(other)) == (0, 1)


async def test_a_question_that_nobody_answers_is_the_coordinations(
    town_hall: SignedIn, coordinator: SignedIn, awake: Community, shift_clock: ShiftClock
) -> None:
    request = await file(town_hall, a_death(violence="unknown"))
    shift_clock(minutes=16)
    await tick(awake.id)
    assert (await read(coordinator, request["id"]))["waits_for"] == "coordinator"


async def test_somebody_who_stays_long_without_a_word_is_the_coordinations(
    town_hall: SignedIn,
    coordinator: SignedIn,
    doctors: Certifiers,
    awake: Community,
    shift_clock: ShiftClock,
) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall)
    await accept(doctor)
    await moved(doctor, "arriveForDeathCertification", await read(doctor, request["id"]))
    shift_clock(minutes=125)
    await tick(awake.id)
    assert (await read(coordinator, request["id"]))["waits_for"] == "coordinator"


async def test_who_died_is_forgotten_three_months_after_the_end_and_the_figures_stay(
    town_hall: SignedIn,
    coordinator: SignedIn,
    doctors: Certifiers,
    awake: Community,
    shift_clock: ShiftClock,
    database: Database,
) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall, a_death(note="Sonner deux fois"))
    await accept(doctor)
    there = await moved(doctor, "arriveForDeathCertification", await read(doctor, request["id"]))
    body = {"channel": "paper", "town_hall_informed": True, "attending_doctor_informed": True}
    await moved(doctor, "certifyDeath", there, json=body)
    async with unit_of_work(awake.id) as db:
        assert await erase_what_is_due(db, awake.id, clock.now() + timedelta(days=80)) == 0
    async with unit_of_work(awake.id) as db:
        assert await erase_what_is_due(db, awake.id, clock.now() + timedelta(days=95)) == 1
    texts = "note_sealed, requester_person_sealed, certified_at IS NOT NULL"
    kept = database.sql(f"SELECT {texts} FROM death_certification_requests")
    assert kept == [(None, None, True)]
    assert database.sql("SELECT identity_sealed, identity_hash FROM people") == [(None, None)]
    gone = await read(coordinator, request["id"])
    assert (gone["person_id"], gone["requester_name"]) == (None, gone["requester_organisation"])
