"""Who is told what, in the memory of one process: audiences, coming back, slow listeners, ended sessions."""

import json
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from api.core.live_hub import PER_ACCOUNT, QUEUE, RING, Happening, Hub, Listener

HERE, ELSEWHERE = uuid4(), uuid4()
DOCTOR, NURSE = uuid4(), uuid4()


def happening(position: int, *audience: str, community_id: UUID = HERE) -> Happening:
    return Happening.of(position, community_id, "offers", None, audience or ("role:coordinator",))


def listen(hub: Hub, *keys: str, after: int | None = None, account_id: UUID = DOCTOR) -> Listener:
    return hub.listen(
        community_id=HERE,
        account_id=account_id,
        session_id=account_id,
        keys=frozenset(keys or ("role:coordinator",)),
        after=after,
    )


async def heard(listener: Listener) -> list[tuple[str, int]]:
    """The events that wait for a listener: their names and ids."""
    return list(_events(await listener.next(timeout=0)))


def _events(wire: bytes) -> Iterator[tuple[str, int]]:
    for block in wire.decode().split("\n\n")[:-1]:
        said = dict(line.split(": ", 1) for line in block.split("\n"))
        json.loads(said["data"])
        yield said["event"], int(said["id"])


@pytest.fixture
def hub() -> Hub:
    """A hub at position 5, which knows of everything after 2."""
    made = Hub()
    made.resume([happening(position) for position in (3, 4, 5)])
    return made


async def test_only_the_audience_hears_and_only_in_its_community(hub: Hub) -> None:
    doctor, nurse = listen(hub, "professional:a", after=5), listen(hub, "professional:b", after=5)
    hub.publish(happening(6, "professional:a"))
    hub.publish(happening(7, "professional:b", community_id=ELSEWHERE))
    hub.publish(happening(8, "professional:a", "role:coordinator"))
    assert await heard(doctor) == [("change", 6), ("change", 8)]
    assert await heard(nurse) == []


async def test_several_keys_of_one_listener_are_one_event(hub: Hub) -> None:
    listener = listen(hub, "professional:a", "role:coordinator", after=5)
    hub.publish(happening(6, "professional:a", "role:coordinator"))
    assert await heard(listener) == [("change", 6)]


async def test_who_comes_back_hears_what_was_missed_then_what_follows(hub: Hub) -> None:
    listener = listen(hub, after=3)
    hub.publish(happening(6))
    assert await heard(listener) == [("change", 4), ("change", 5), ("change", 6)]


@pytest.mark.parametrize("after", [None, 1, 6, 10**12])
async def test_who_was_away_too_long_or_names_an_unknown_place_reads_everything_again(
    hub: Hub, after: int | None
) -> None:
    listener = listen(hub, after=after)
    hub.publish(happening(6))
    assert await heard(listener) == [("reset", 5), ("change", 6)]


async def test_what_is_no_longer_in_memory_is_a_reset(hub: Hub) -> None:
    for position in range(6, RING + 6):
        hub.publish(happening(position))
    assert hub.floor == 5
    assert len(await heard(listen(hub, after=hub.position - 1))) == 1
    assert await heard(listen(hub, after=4)) == [("reset", RING + 5)]


async def test_a_listener_that_does_not_keep_up_reads_everything_again_and_loses_nothing_after(
    hub: Hub,
) -> None:
    listener = listen(hub, after=5)
    for position in range(6, 6 + QUEUE + 1):
        hub.publish(happening(position))
    hub.publish(happening(1000))
    assert await heard(listener) == [("reset", 6 + QUEUE), ("change", 1000)]


async def test_after_the_database_was_away_what_it_kept_is_told(hub: Hub) -> None:
    listener = listen(hub, after=5)
    hub.resume([happening(position) for position in (4, 5, 6, 7)])
    assert await heard(listener) == [("change", 6), ("change", 7)]


@pytest.mark.parametrize("kept", [(8, 9), (1, 2), ()], ids=["swept", "restored", "emptied"])
async def test_a_table_that_does_not_go_on_from_here_is_a_reset_for_all(
    hub: Hub, kept: tuple[int, ...]
) -> None:
    listener = listen(hub, after=5)
    hub.resume([happening(position) for position in kept])
    newest = kept[-1] if kept else 0
    hub.publish(happening(newest + 1))
    assert await heard(listener) == [("reset", newest), ("change", newest + 1)]


async def test_a_session_that_is_over_or_elsewhere_ends_its_streams_and_no_other(hub: Hub) -> None:
    doctor, nurse = listen(hub, after=5), listen(hub, after=5, account_id=NURSE)
    moved = listen(hub, after=5, account_id=UUID(int=7))
    standing = {NURSE: (HERE, frozenset({"role:coordinator"})), UUID(int=7): (ELSEWHERE, frozenset[str]())}
    hub.keep_only(standing)
    assert (doctor.closed, moved.closed, nurse.closed) == (True, True, False)


async def test_a_role_taken_away_is_heard_no_more_and_a_new_one_is(hub: Hub) -> None:
    listener = listen(hub, "role:coordinator", after=5)
    hub.keep_only({DOCTOR: (HERE, frozenset({"professional:a"}))})
    hub.publish(happening(6, "role:coordinator"))
    hub.publish(happening(7, "professional:a"))
    assert await heard(listener) == [("change", 7)]


async def test_an_account_has_so_many_streams_and_leaving_frees_a_place(hub: Hub) -> None:
    listeners = [listen(hub) for _ in range(PER_ACCOUNT)]
    assert hub.is_full_for(DOCTOR)
    assert not hub.is_full_for(NURSE)
    hub.leave(listeners[0])
    assert not hub.is_full_for(DOCTOR)


async def test_a_process_that_goes_away_ends_every_stream_also_those_that_still_come(hub: Hub) -> None:
    before = listen(hub, after=5)
    hub.close()
    assert before.closed
    assert listen(hub, after=5).closed
