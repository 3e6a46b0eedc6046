"""Listening over HTTP: what reaches whom, coming back, and what ends a stream."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from fastapi import FastAPI

from api.core import live, live_feed
from api.core.db import unit_of_work
from api.core.live_hub import PER_ACCOUNT, hub
from api.notifications.service import standings
from tests.conftest import Database
from tests.dispatch.conftest import Doctors, awake, coordinator, doctors, requester
from tests.dispatch.scene import accept, file, offers_of
from tests.notifications.ear import Ear, Heard, until
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

__all__ = ["awake", "coordinator", "doctors", "requester"]


@pytest.fixture(autouse=True)
async def feed(connected: Database) -> AsyncIterator[None]:
    """The process hears what changes."""
    hub.in_touch = False
    async with live_feed.listening(standings):
        await until(lambda: hub.in_touch)
        yield


def topics(events: list[Heard]) -> set[str]:
    return {event.data["topic"] for event in events if event.name == "change"}


async def test_an_offer_reaches_the_one_who_is_asked_and_the_board_and_nobody_else(
    app: FastAPI, requester: SignedIn, coordinator: SignedIn, doctors: Doctors, as_role: AsRole
) -> None:
    [doctor] = await doctors(1)
    stranger = await as_role("requester", organisation_kind="pharmacy")
    async with (
        Ear(app, doctor) as asked,
        Ear(app, coordinator) as board,
        Ear(app, stranger) as other,
        Ear(app, requester) as asking,
    ):
        for ear in (asked, board, other, asking):
            assert (await ear.next()).name == "reset"
        case = await file(requester)
        assert topics(await asked.nexts(2)) == {"offers", "notifications"}
        told = await board.next()
        assert (told.data["topic"], told.data["subject_id"]) == ("cases", case["id"])
        assert topics([await asking.next()]) == {"cases"}
        assert other.rest() == []
        assert PERSON_NAME not in asked.text + board.text
        # An anonymous offer says nothing of its case, not even an id.
        assert case["id"] not in asked.text


PERSON_NAME = "Castaing"


async def test_an_acceptance_reaches_the_others_who_were_asked(
    app: FastAPI, requester: SignedIn, doctors: Doctors
) -> None:
    first, second = await doctors(2)
    await file(requester)
    async with Ear(app, second) as ear:
        assert (await ear.next()).name == "reset"
        assert (await accept(first)).status_code == 200
        assert "offers" in topics(await ear.nexts(2))
        assert await offers_of(second) == []


async def test_who_comes_back_with_the_last_id_misses_nothing_whichever_way_it_is_said(
    app: FastAPI, requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    await doctors(1)
    async with Ear(app, coordinator) as ear:
        start = await ear.next()
    case = await file(requester)
    await until(lambda: hub.position > start.id)
    for said in ({"after": start.id}, {"last": start.id}, {"after": 10**9, "last": start.id}):
        async with Ear(app, coordinator, **said) as ear:
            missed = await ear.next()
            assert (missed.name, missed.data["subject_id"]) == ("change", case["id"])
    async with Ear(app, coordinator, after=10**9) as ear:
        assert (await ear.next()).name == "reset"


async def test_a_transaction_that_is_undone_tells_nothing(
    app: FastAPI, requester: SignedIn, coordinator: SignedIn, doctors: Doctors, connected: Database
) -> None:
    [doctor] = await doctors(1)
    await file(requester)
    [offer] = await offers_of(doctor)
    before = connected.sql("SELECT count(*) FROM live_events")
    refused = await doctor.call("acceptOffer", offer_id=offer["id"], json={"slot_id": "nothing"})
    assert refused.status_code >= 400
    assert connected.sql("SELECT count(*) FROM live_events") == before


async def test_the_stream_ends_with_the_session_and_did_not_keep_it_awake(
    app: FastAPI, coordinator: SignedIn, shift_clock: ShiftClock, connected: Database
) -> None:
    seen = connected.sql("SELECT last_seen_at FROM sessions")
    shift_clock(minutes=10)
    async with Ear(app, coordinator) as ear:
        await ear.next()
        assert connected.sql("SELECT last_seen_at FROM sessions") == seen
        hub.keep_only(await standings(hub.sessions()))
        assert len(hub.sessions()) == 1
        shift_clock(hours=13)
        hub.keep_only(await standings(hub.sessions()))
        await ear.ended()
    assert hub.sessions() == []


async def test_signing_out_ends_the_stream(app: FastAPI, coordinator: SignedIn) -> None:
    async with Ear(app, coordinator) as ear:
        await ear.next()
        assert (await coordinator.call("deleteSession")).status_code == 200
        hub.keep_only(await standings(hub.sessions()))
        await ear.ended()


async def test_a_browser_that_leaves_is_forgotten_at_once(app: FastAPI, coordinator: SignedIn) -> None:
    async with Ear(app, coordinator):
        assert len(hub.sessions()) == 1
    assert hub.sessions() == []


async def test_a_page_hears_a_pulse_when_nothing_happens_and_none_without_the_database(
    app: FastAPI, coordinator: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.core.event_stream.PULSE_EVERY", 0.01)
    async with Ear(app, coordinator) as ear:
        assert [event.name for event in await ear.nexts(3)] == ["reset", "pulse", "pulse"]
        hub.in_touch = False
        ear.rest()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await ear.next()


async def test_too_many_streams_of_one_account_are_refused_and_the_others_go_on(
    app: FastAPI, coordinator: SignedIn
) -> None:
    ears = [Ear(app, coordinator) for _ in range(PER_ACCOUNT)]
    for ear in ears:
        await ear.__aenter__()
    refused = await coordinator.call("streamEvents")
    assert refused.status_code == 429
    assert refused.json()["type"] == "too_many_streams"
    assert int(refused.headers["retry-after"]) > 0
    hub.close()
    for ear in ears:
        assert ear.status == 200
        await ear.ended()


async def test_the_answer_is_an_event_stream_that_nothing_keeps(coordinator: SignedIn) -> None:
    listening = asyncio.create_task(coordinator.call("streamEvents"))
    await until(lambda: hub.sessions() != [])
    hub.close()
    answer = await listening
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.startswith("retry: ")


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"params": {"after": "-1"}}, "/query/after"),
        ({"headers": {"Last-Event-ID": "yesterday"}}, "/header/Last-Event-ID"),
    ],
)
async def test_a_place_that_is_none_is_refused_by_its_name(
    coordinator: SignedIn, said: dict[str, dict[str, str]], pointer: str
) -> None:
    refused = await coordinator.call("streamEvents", **said)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"].casefold() == pointer.casefold()
    assert hub.sessions() == []


async def test_who_stands_in_no_community_has_nothing_to_listen_to(
    coordinator: SignedIn, connected: Database
) -> None:
    connected.sql("DELETE FROM grants")
    refused = await coordinator.call("streamEvents")
    assert (refused.status_code, refused.json()["type"]) == (403, "community_not_chosen")


async def test_another_community_hears_nothing(
    app: FastAPI, requester: SignedIn, doctors: Doctors, as_role: AsRole, make_community: MakeCommunity
) -> None:
    there = (await make_community("Ailleurs")).id
    elsewhere = await as_role("coordinator", community_id=there)
    await doctors(1)
    async with Ear(app, elsewhere) as ear:
        start = await ear.next()
        await file(requester)
        await until(lambda: hub.position > start.id + 1)
        assert ear.rest() == []


async def test_what_is_a_day_old_is_swept_and_what_is_not_stays(
    requester: SignedIn, doctors: Doctors, shift_clock: ShiftClock, connected: Database
) -> None:
    await doctors(1)
    await file(requester)
    await live.forget_old_live_events(0)
    assert connected.sql("SELECT count(*) > 0 FROM live_events") == [(True,)]
    shift_clock(seconds=(live.KEPT_FOR + timedelta(seconds=1)).total_seconds())
    await live.forget_old_live_events(0)
    assert connected.sql("SELECT count(*) FROM live_events") == [(0,)]


async def test_the_feed_goes_on_after_its_connection_was_cut(
    app: FastAPI, coordinator: SignedIn, requester: SignedIn, doctors: Doctors, connected: Database
) -> None:
    await doctors(1)
    async with Ear(app, coordinator) as ear:
        await ear.next()
        cut = connected.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%live_events%' "
            "AND usename = 'maillage_app' AND datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cut == [(True,)]
        case = await file(requester)
        assert (await ear.next()).data["subject_id"] == case["id"]


async def test_a_unit_of_work_that_says_the_same_twice_is_one_event_for_both_audiences(
    coordinator: SignedIn, connected: Database
) -> None:
    async with unit_of_work() as db:
        for key in ("account:1", "account:2"):
            live.announce(db, coordinator.community_id, live.LiveTopic.offers, [key])
    assert connected.sql("SELECT audience FROM live_events") == [(["account:1", "account:2"],)]


async def test_what_was_said_before_a_savepoint_outlives_it(
    coordinator: SignedIn, connected: Database
) -> None:
    async with unit_of_work() as db:
        live.announce(db, coordinator.community_id, live.LiveTopic.offers, ["account:1"])
        outer = await db.begin_nested()
        async with db.begin_nested():
            live.announce(db, coordinator.community_id, live.LiveTopic.cases, ["account:1"])
        await outer.rollback()
    assert connected.sql("SELECT topic FROM live_events") == [("offers",)]
