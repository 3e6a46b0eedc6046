"""kill -9 in the middle of a search: of a web process, of the worker, of everything. Nothing is lost.

One story, five kills. Requests come in while a web process dies; the worker dies among its messages; then
everything dies, twice, and comes back later, when deadlines have passed meanwhile.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from api.core.db import plain_url
from tests.conftest import Database
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import PERSON, a_request, open_time, whose_doctor_is
from tests.killed.instance import Instance
from tests.notifications.conftest import PostOffice
from tests.roles import SignedIn

pytestmark = pytest.mark.slow

SEARCHING = ("attending_doctor_asked", "wave_1", "wave_2", "wave_3")
NAMES = ("Abadie", "Bousquet", "Carrère", "Delmas", "Estival", "Fontanel", "Garrigue", "Hourcade")
"""Eight persons without attending doctor, and eight others with one."""


class Caller:
    """A program that sends each write again, under the same key, until it is answered."""

    def __init__(self, instance: Instance, who: SignedIn) -> None:
        self.instance, self.cut = instance, 0
        self._options: dict[str, Any] = {
            "base_url": instance.url,
            "cookies": dict(who.cookies),
            "headers": dict(who.headers),
            "timeout": 20,
        }

    async def write(self, path: str, body: dict[str, Any], key: str) -> httpx.Response:
        """The first answer. A connection that breaks says nothing: the same request goes again."""
        deadline = asyncio.get_running_loop().time() + 30
        while True:
            try:
                async with httpx.AsyncClient(**self._options) as http:
                    answer = await http.post(path, json=body, headers={"Idempotency-Key": key})
            except httpx.TransportError:
                self.cut += 1
            else:
                if answer.status_code != 503:
                    return answer
            assert asyncio.get_running_loop().time() < deadline, self.instance.said()
            await asyncio.sleep(0.05)

    def read(self, path: str, **query: Any) -> dict[str, Any]:
        """What a read answers."""
        answer = httpx.get(f"{self.instance.url}{path}", params=query, **self._reading())
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _reading(self) -> dict[str, Any]:
        return {name: value for name, value in self._options.items() if name != "base_url"}


def bodies(doctor: SignedIn) -> list[dict[str, Any]]:
    """Sixteen requests: the first eight ask this attending doctor alone, the others the network."""
    persons = [
        PERSON | {"family_name": name, "given_name": given} for given in ("Lou", "Ana") for name in NAMES
    ]
    return [whose_doctor_is(doctor, person=person) for person in persons[:8]] + [
        a_request(person=person) for person in persons[8:]
    ]


async def test_killed_at_any_moment_nothing_is_lost_and_nothing_happens_twice(
    instance: Instance,
    connected: Database,
    requester: SignedIn,
    coordinator: SignedIn,
    doctors: Doctors,
    post_office: PostOffice,
) -> None:
    crowd = await doctors(8)
    await open_time(crowd[0])
    ward, board = Caller(instance, requester), Caller(instance, coordinator)

    # Sixteen requests, half of them at once; a web process dies in the middle of the others.
    keys = [str(uuid4()) for _ in range(16)]
    writes = [
        ward.write("/api/v1/unscheduled-care-requests", body, key)
        for body, key in zip(bodies(crowd[0]), keys, strict=True)
    ]
    before = await asyncio.gather(*writes[::2])
    with held_up(connected, "cases"):
        filing = asyncio.gather(*writes[1::2])
        await asyncio.to_thread(instance.until, lambda: waiting_for(connected, "cases") > 0)
        instance.kill_busiest_web()
    answered = [*before, *await filing]
    filed = [answer.json() for answer in answered if answer.status_code == 201]
    assert len({request["id"] for request in filed}) == 16
    assert ward.cut > 0, "the kill cut requests short"
    again = await ward.write("/api/v1/unscheduled-care-requests", bodies(crowd[0])[15], keys[15])
    assert (again.json()["id"], again.headers["idempotency-replayed"]) == (filed[15]["id"], "true")

    # The worker dies among its messages; the next one sends what is left.
    instance.until(lambda: len(post_office.received) > 0)
    instance.kill_worker()
    taken = await answers([Caller(instance, doctor) for doctor in crowd], filed)
    instance.until(lambda: messages_waiting(connected, never_tried=True) == 0)
    assert all(count == 1 for count in Counter(offers_told(connected)).values())

    # Everything dies, and comes back when the attending doctor has let the deadline pass.
    instance.kill_everything()
    instance.start(later_by_minutes=17)
    instance.until(lambda: len(states(connected, "attending_doctor_asked")) < 6)
    instance.kill_worker()
    instance.until(lambda: not states(connected, "attending_doctor_asked"))
    instance.until(lambda: not left_with_a_professional(connected, minutes=17))
    assert_each_where_it_must_be(board, connected, filed, taken)

    # And again, beyond the last hour by which a human is called.
    instance.kill_everything()
    instance.start(later_by_minutes=17 + 95)
    instance.until(lambda: not overdue(connected, minutes=17 + 95))
    instance.until(lambda: not left_with_a_professional(connected, minutes=17 + 95))
    instance.until(lambda: messages_waiting(connected) == 0)
    assert_each_where_it_must_be(board, connected, filed, taken)
    waiting = board.read("/api/v1/cases", waits_for="coordinator")["items"]
    assert len(waiting) == 16, "nobody answered in time: every one of them waits for a human"


async def answers(crowd: list[Caller], filed: list[dict[str, Any]]) -> set[str]:
    """Acceptances that want the same things, at once; the ids of the requests that were taken.

    The first doctor gives one slot to two requests; two others want the same request.
    """
    pending = [one.read("/api/v1/offers", state="pending", limit=200)["items"] for one in crowd]
    mine = [offer for offer in pending[0] if offer["alone"]][:2]
    slot = {"slot_id": mine[0]["slots"][0]["slot_id"]}
    asked: dict[str, list[tuple[Caller, str]]] = {}
    for one, offers in zip(crowd[1:], pending[1:], strict=True):
        for offer in offers:
            asked.setdefault(offer["case_number"], []).append((one, offer["id"]))
    rivals = max(asked.values(), key=len)[:2]
    attempts = await asyncio.gather(
        *(crowd[0].write(f"/api/v1/offers/{offer['id']}/acceptance", slot, str(uuid4())) for offer in mine),
        *(one.write(f"/api/v1/offers/{offer_id}/acceptance", {}, str(uuid4())) for one, offer_id in rivals),
    )
    assert sorted(answer.status_code for answer in attempts[:2]) == [200, 409]
    assert sorted(answer.status_code for answer in attempts[2:]) == [200, 409]
    numbers = {answer.json()["case_number"] for answer in attempts if answer.status_code == 200}
    return {request["id"] for request in filed if request["number"] in numbers}


def assert_each_where_it_must_be(
    board: Caller, database: Database, filed: list[dict[str, Any]], taken: set[str]
) -> None:
    """No request lost, none booked twice, each with a deadline ahead or waiting for a person."""
    cases = {case["id"]: case for case in board.read("/api/v1/cases", limit=200)["items"]}
    assert cases.keys() == {request["id"] for request in filed}
    assert len({case["number"] for case in cases.values()}) == 16
    now = datetime.fromisoformat(board.read("/api/v1/instance")["server_time"])
    for case in cases.values():
        assert case["state"] in (("slot_held",) if case["id"] in taken else SEARCHING), case
        ahead = case["clock"] is not None and datetime.fromisoformat(case["clock"]["due_at"]) > now
        assert ahead or case["waits_for"] == "coordinator", case
    twice = {
        "a request with two acceptances": "SELECT case_id FROM offers WHERE state = 'accepted' "
        "GROUP BY case_id HAVING count(*) > 1",
        "one professional asked twice": "SELECT case_id FROM offers GROUP BY case_id, professional_id "
        "HAVING count(*) > 1",
        "one time claimed twice": "SELECT a.id FROM claims a JOIN claims b ON a.resource_id = b.resource_id "
        "AND a.id < b.id AND a.during && b.during",
        "a wave opened twice": "SELECT case_id FROM timeline_events WHERE kind = 'wave_opened' "
        "GROUP BY case_id, facts->>'wave' HAVING count(*) > 1",
    }
    assert {what: database.sql(query) for what, query in twice.items()} == dict.fromkeys(twice, [])


@contextmanager
def held_up(database: Database, table: str) -> Iterator[None]:
    """Whoever writes into this table waits meanwhile."""
    with psycopg.connect(plain_url(database.owner_url)) as gate:
        gate.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield


def waiting_for(database: Database, table: str) -> int:
    """How many connections wait to write into it."""
    query = "SELECT pid FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    return len(database.sql(query, table))


def states(database: Database, state: str) -> list[tuple[object, ...]]:
    """The requests in this state."""
    return database.sql("SELECT id FROM cases WHERE state = %s", state)


def messages_waiting(database: Database, *, never_tried: bool = False) -> int:
    """How many e-mails have not left; those whose sending was cut short are tried again a while later."""
    rows = database.sql(
        "SELECT count(*) FROM deliveries WHERE channel = 'email' AND state = 'queued' AND attempts <= %s",
        0 if never_tried else 99,
    )
    return int(str(rows[0][0]))


def offers_told(database: Database) -> list[object]:
    """The offer of each message that says there is one."""
    rows = database.sql("SELECT offer_id FROM notifications WHERE kind = 'offer_made'")
    return [offer_id for (offer_id,) in rows]


def overdue(database: Database, *, minutes: float) -> list[tuple[object, ...]]:
    """The searches whose next step should have come, on a clock that far ahead."""
    return database.sql(
        "SELECT id FROM dispatches WHERE state = 'running' "
        "AND next_at <= clock_timestamp() + make_interval(mins => %s)",
        int(minutes),
    )


def left_with_a_professional(database: Database, *, minutes: float) -> list[tuple[object, ...]]:
    """The requests whose professional did not act in time, and of which no human was told yet."""
    return database.sql(
        "SELECT id FROM cases WHERE waits_for = 'professional' "
        "AND due_at <= clock_timestamp() + make_interval(mins => %s)",
        int(minutes),
    )
