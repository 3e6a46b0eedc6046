"""The rota of those who certify deaths: who is on it when, what is refused, and where somebody is missing."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from api.certifiers import service
from api.core.clock import now
from api.core.db import unit_of_work
from tests.availability.absent import say_away
from tests.certifiers.builders import a_certifier, a_shift, if_match, volunteer
from tests.conftest import Database
from tests.contract.contents import contents
from tests.directory.test_duties import a_duty
from tests.roles import AsRole, MakeCommunity, SignedIn

PARIS = ZoneInfo("Europe/Paris")


def monday(weeks: int = 1) -> datetime:
    """A Monday to come, at 8:00 on the wall clock."""
    today = now().astimezone(PARIS)
    day = (today - timedelta(days=today.weekday())).date() + timedelta(weeks=weeks)
    return datetime.combine(day, datetime.min.time(), PARIS).replace(hour=8)


async def put(who: SignedIn, body: dict[str, Any]) -> dict[str, Any]:
    """Put somebody on the rota; the shift."""
    answer = await who.call("putOnDeathRota", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def rota(who: SignedIn, weeks_ahead: int = 1, weeks: int = 1) -> dict[str, Any]:
    """The rota of a week to come."""
    params = {"from_on": monday(weeks_ahead).date().isoformat(), "weeks": weeks}
    answer = await who.call("getDeathRota", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def instants(found: dict[str, Any]) -> tuple[datetime, datetime]:
    """When a shift or a gap begins and ends."""
    return datetime.fromisoformat(found["starts_at"]), datetime.fromisoformat(found["ends_at"])


async def test_several_are_on_the_rota_at_once_and_each_is_shown_to_themselves(
    coordinator: SignedIn, doctor: SignedIn, as_role: AsRole
) -> None:
    nurse = await a_certifier(as_role, profession_code="60")
    first = await put(coordinator, a_shift(doctor.professional_id, monday()))
    await put(coordinator, a_shift(nurse.professional_id, monday(), hours=24))
    shown = await rota(coordinator)
    assert [one["professional"]["id"] for one in shown["shifts"]] == [
        str(doctor.professional_id),
        str(nurse.professional_id),
    ]
    assert shown["shifts"][1]["lacks"] == ["diploma", "training", "order_list"]
    assert (first["version"], first["away"], first["lacks"]) == (1, False, [])
    [own] = (await doctor.call("getMyCertifier")).json()["shifts"]
    assert own == {name: first[name] for name in ("id", "starts_at", "ends_at")}


async def test_who_is_on_the_rota_now_is_known_to_who_dispatches(
    coordinator: SignedIn, doctor: SignedIn, make_community: MakeCommunity
) -> None:
    start = now() - timedelta(hours=1)
    await put(coordinator, a_shift(doctor.professional_id, start, hours=2))
    other = (await make_community("Ailleurs")).id
    for here, at, expected in (
        (coordinator.community_id, now(), [doctor.professional_id]),
        (coordinator.community_id, start - timedelta(seconds=1), []),
        (coordinator.community_id, start + timedelta(hours=2), []),
        (other, now(), []),
    ):
        async with unit_of_work(here) as db:
            assert await service.on_rota(db, here, at) == expected


async def test_nobody_is_on_the_rota_twice_at_the_same_time(
    coordinator: SignedIn, doctor: SignedIn, as_role: AsRole, database: Database
) -> None:
    await put(coordinator, a_shift(doctor.professional_id, monday()))
    after = await put(coordinator, a_shift(doctor.professional_id, monday() + timedelta(hours=12)))
    before = contents(database)
    meets = a_shift(doctor.professional_id, monday() + timedelta(hours=11), hours=1.5)
    for refused in (
        await coordinator.call("putOnDeathRota", json=meets),
        await coordinator.call("moveOnDeathRota", duty_id=after["id"], json=meets, headers=if_match(1)),
        await coordinator.call(
            "createDuty",
            json={**meets, "kind": "death_certification", "organisation_id": None, "phone": None},
        ),
    ):
        assert (refused.status_code, refused.json()["type"]) == (409, "already_on_rota")
    assert contents(database) == before
    colleague = await a_certifier(as_role)
    await put(coordinator, meets | {"professional_id": str(colleague.professional_id)})
    on_call = a_duty(professional_id=doctor.professional_id, starts_at=meets["starts_at"])
    on_call["ends_at"] = meets["ends_at"]
    assert (await coordinator.call("createDuty", json=on_call)).status_code == 201


WRONG = {
    "an end before the start": {"hours": -1},
    "nine days": {"hours": 9 * 24},
    "over": {"starts_at": timedelta(days=-2)},
    "in two years": {"starts_at": timedelta(days=500)},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
async def test_a_shift_that_makes_no_sense_is_refused(
    coordinator: SignedIn, doctor: SignedIn, database: Database, wrong: dict[str, Any]
) -> None:
    start = now() + wrong.get("starts_at", timedelta(days=1))
    body = a_shift(doctor.professional_id, start, hours=wrong.get("hours", 12))
    refused = await coordinator.call("putOnDeathRota", json=body)
    assert refused.status_code == 422, refused.text
    assert database.sql("SELECT count(*) FROM duties") == [(0,)]


async def test_only_who_volunteers_in_the_community_is_put_on_the_rota(
    coordinator: SignedIn,
    doctor: SignedIn,
    as_role: AsRole,
    make_community: MakeCommunity,
    database: Database,
) -> None:
    await volunteer(doctor, volunteers=False)
    stranger = await as_role("professional", community_id=(await make_community("Ailleurs")).id)
    await volunteer(stranger)
    for professional_id in (doctor.professional_id, stranger.professional_id, uuid4()):
        refused = await coordinator.call("putOnDeathRota", json=a_shift(professional_id))
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/professional_id"]
    assert database.sql("SELECT count(*) FROM duties") == [(0,)]


async def test_a_shift_is_moved_given_to_somebody_else_and_taken_off(
    coordinator: SignedIn, doctor: SignedIn, as_role: AsRole, database: Database
) -> None:
    shift = await put(coordinator, a_shift(doctor.professional_id, monday()))
    colleague = await a_certifier(as_role)
    body = a_shift(colleague.professional_id, monday() + timedelta(hours=2), hours=6)
    moved = await coordinator.call("moveOnDeathRota", duty_id=shift["id"], json=body, headers=if_match(1))
    assert moved.status_code == 200, moved.text
    assert moved.json()["version"] == 2
    assert moved.json()["professional"]["id"] == str(colleague.professional_id)
    assert (await doctor.call("getMyCertifier")).json()["shifts"] == []
    for operation, given in (("moveOnDeathRota", {"json": body}), ("takeOffDeathRota", {})):
        stale = await coordinator.call(operation, duty_id=shift["id"], headers=if_match(1), **given)
        assert (stale.status_code, stale.json()["type"]) == (412, "stale_version")
    assert len((await rota(coordinator))["shifts"]) == 1
    gone = await coordinator.call("takeOffDeathRota", duty_id=shift["id"], headers=if_match(2))
    assert gone.status_code == 204
    for operation, given in (("moveOnDeathRota", {"json": body}), ("takeOffDeathRota", {})):
        missing = await coordinator.call(operation, duty_id=shift["id"], headers=if_match(2), **given)
        assert missing.status_code == 404
    said = database.sql("SELECT action FROM audit_entries WHERE action LIKE 'duty.%' ORDER BY at")
    assert said == [("duty.created",), ("duty.moved",), ("duty.deleted",)]


async def test_a_duty_of_another_kind_is_no_shift_of_the_rota(
    coordinator: SignedIn, doctor: SignedIn, database: Database
) -> None:
    made = (await coordinator.call("createDuty", json=a_duty(professional_id=doctor.professional_id))).json()
    gone = await coordinator.call("takeOffDeathRota", duty_id=made["id"], headers=if_match(1))
    assert gone.status_code == 404
    assert database.sql("SELECT count(*) FROM duties") == [(1,)]


async def test_gaps_are_shown_ahead_and_close_when_somebody_comes(
    coordinator: SignedIn, doctor: SignedIn
) -> None:
    [whole] = (await rota(coordinator))["gaps"]
    assert (instants(whole), whole["missing"]) == ((monday(), monday(2)), 1)
    await put(coordinator, a_shift(doctor.professional_id, monday() + timedelta(hours=12), hours=24))
    found = await rota(coordinator)
    assert [instants(gap) for gap in found["gaps"]] == [
        (monday(), monday() + timedelta(hours=12)),
        (monday() + timedelta(hours=36), monday(2)),
    ]
    assert instants(found["gaps_ahead"][0])[0] <= now()
    assert timedelta(days=13) < instants(found["gaps_ahead"][-1])[1] - now() < timedelta(days=15)


async def test_who_is_away_or_may_not_certify_leaves_a_gap(
    coordinator: SignedIn, doctor: SignedIn, as_role: AsRole
) -> None:
    nurse = await a_certifier(as_role, profession_code="60")
    for who in (doctor, nurse):
        await put(coordinator, a_shift(who.professional_id, monday(), hours=24))
    assert instants((await rota(coordinator))["gaps"][0]) == (monday() + timedelta(hours=24), monday(2))
    body = {
        "starts_at": (monday() + timedelta(hours=1)).isoformat(),
        "ends_at": (monday() + timedelta(hours=2)).isoformat(),
        "reason": "leave",
    }
    await say_away(doctor, body)
    found = await rota(coordinator)
    assert [one["away"] for one in found["shifts"]] == [True, False]
    assert [instants(gap) for gap in found["gaps"]] == [(monday(), monday(2))]


async def test_a_week_is_copied_hour_for_hour_and_what_cannot_stand_is_named(
    coordinator: SignedIn, doctor: SignedIn, as_role: AsRole, database: Database
) -> None:
    busy, away, gone = [await a_certifier(as_role) for _ in range(3)]
    for who in (doctor, busy, away, gone):
        await put(coordinator, a_shift(who.professional_id, monday()))
    there = await put(coordinator, a_shift(busy.professional_id, monday(2), hours=1))
    body = {
        "starts_at": monday(2).isoformat(),
        "ends_at": (monday(2) + timedelta(hours=1)).isoformat(),
        "reason": "leave",
    }
    await say_away(away, body)
    await volunteer(gone, volunteers=False)
    week = {"from_on": monday().date().isoformat(), "to_on": (monday(2).date()).isoformat()}
    answer = await coordinator.call("copyDeathRotaWeek", json=week)
    assert answer.status_code == 200, answer.text
    copied = answer.json()
    [made] = copied["shifts"]
    assert instants(made) == (monday(2), monday(2) + timedelta(hours=12))
    causes = {one["professional"]["id"]: one["cause"] for one in copied["left_out"]}
    assert causes == {
        str(busy.professional_id): "already_there",
        str(away.professional_id): "away",
        str(gone.professional_id): "not_volunteering",
    }
    shown = (await rota(coordinator, 2))["shifts"]
    assert {one["id"] for one in shown} == {made["id"], there["id"]}
    again = (await coordinator.call("copyDeathRotaWeek", json=week)).json()
    assert again["shifts"] == []
    assert database.sql("SELECT count(*) FROM duties") == [(6,)]


async def test_a_week_is_not_copied_onto_itself_or_into_the_past(
    coordinator: SignedIn, doctor: SignedIn, database: Database
) -> None:
    await put(coordinator, a_shift(doctor.professional_id, monday()))
    here = monday().date().isoformat()
    refused = await coordinator.call("copyDeathRotaWeek", json={"from_on": here, "to_on": here})
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/to_on"]
    past = {"from_on": here, "to_on": monday(-1).date().isoformat()}
    [left] = (await coordinator.call("copyDeathRotaWeek", json=past)).json()["left_out"]
    assert left["cause"] == "past"
    empty = {"from_on": monday(3).date().isoformat(), "to_on": monday(4).date().isoformat()}
    assert (await coordinator.call("copyDeathRotaWeek", json=empty)).json() == {"shifts": [], "left_out": []}
    assert database.sql("SELECT count(*) FROM duties") == [(1,)]


async def test_the_rota_is_written_by_the_coordination_of_its_community(
    coordinator: SignedIn,
    doctor: SignedIn,
    as_role: AsRole,
    make_community: MakeCommunity,
    database: Database,
) -> None:
    shift = await put(coordinator, a_shift(doctor.professional_id, monday()))
    stranger = await as_role("coordinator", community_id=(await make_community("Ailleurs")).id)
    assert (await rota(stranger))["shifts"] == []
    gone = await stranger.call("takeOffDeathRota", duty_id=shift["id"], headers=if_match(1))
    assert gone.status_code == 404
    week = {"from_on": "2026-11-30", "to_on": "2026-12-07"}
    for refused in (
        await doctor.call("getDeathRota"),
        await doctor.call("putOnDeathRota", json=a_shift(doctor.professional_id)),
        await doctor.call("moveOnDeathRota", duty_id=shift["id"], json=a_shift(None), headers=if_match(1)),
        await doctor.call("takeOffDeathRota", duty_id=shift["id"], headers=if_match(1)),
        await doctor.call("copyDeathRotaWeek", json=week),
    ):
        assert refused.status_code == 403
    assert database.sql("SELECT count(*), max(version) FROM duties") == [(1, 1)]
