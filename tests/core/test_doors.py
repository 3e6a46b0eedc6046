"""Processes that listen on one socket and share who comes."""

import asyncio
import socket

import pytest
from starlette.types import Message, Receive, Scope, Send

from api.core.doors import Door, Shares, Spread, shared_memory


class _Inside(asyncio.Protocol):
    """Says which door it came through; notes that it is there until it leaves."""

    def __init__(self, name: bytes, there: "set[_Inside]") -> None:
        self.name, self.there = name, there

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.there.add(self)
        transport.write(self.name)

    def connection_lost(self, exc: Exception | None) -> None:
        self.there.discard(self)


def _door(listener: socket.socket, name: bytes, memory: int, place: int = 0) -> tuple[Door, set[_Inside]]:
    there: set[_Inside] = set()
    shares = Shares(memory, place)
    return Door(listener.dup(), lambda: _Inside(name, there), lambda: len(there), shares), there


def _died(memory: int, place: int) -> None:
    """A process that let people in, and is no more."""
    shares = Shares(memory, place)
    shares.inside = lambda: 0
    shares.say()


async def _come(listener: socket.socket) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection(*listener.getsockname())


@pytest.mark.parametrize("crowd", [32, 400])
async def test_who_comes_together_is_shared_evenly_and_everybody_gets_in(crowd: int) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        memory = shared_memory(2)
        doors, inside = zip(*(_door(listener, b"ab"[n : n + 1], memory, n) for n in range(2)), strict=True)
        came = await asyncio.gather(*(_come(listener) for _ in range(crowd)))
        for door in doors:
            door.open()
        names = [await reader.readexactly(1) for reader, _ in came]
        assert len(names) == crowd
        assert abs(names.count(b"a") - names.count(b"b")) <= crowd // 8
        for _, writer in came:
            writer.close()
        while any(inside):
            await asyncio.sleep(0)
        for door in doors:
            door.close()


async def test_who_has_fewer_gets_who_comes_until_both_have_as_many() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        memory = shared_memory(2)
        (early, there), (late, later) = (_door(listener, b"ab"[n : n + 1], memory, n) for n in range(2))
        early.open()
        first = [await _come(listener) for _ in range(8)]
        assert [await reader.readexactly(1) for reader, _ in first] == [b"a"] * 8
        late.open()
        names = []
        for _ in range(10):
            first.append(await _come(listener))
            names.append(await first[-1][0].readexactly(1))
        assert names[:8] == [b"b"] * 8
        assert abs(len(there) - len(later)) <= 1
        for _, writer in first:
            writer.close()
        while there or later:
            await asyncio.sleep(0)
        early.close()
        late.close()


async def test_a_process_that_lets_nobody_in_keeps_nobody_out() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        memory = shared_memory(2)
        _died(memory, 1)
        door, there = _door(listener, b"a", memory)
        door.open()
        came = await asyncio.gather(*(_come(listener) for _ in range(40)))
        assert [await reader.readexactly(1) for reader, _ in came] == [b"a"] * 40
        for _, writer in came:
            writer.close()
        while there:
            await asyncio.sleep(0)
        door.close()


async def test_who_leaves_at_once_keeps_nobody_out_and_a_closed_door_lets_nobody_in() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=16) as listener:
        door, inside = _door(listener, b"a", shared_memory(1))
        gone = socket.create_connection(listener.getsockname())
        gone.close()
        door.open()
        reader, writer = await _come(listener)
        assert await reader.readexactly(1) == b"a"
        door.close()
        late, other = await _come(listener)
        writer.close()
        while inside:
            await asyncio.sleep(0)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(late.read(1), 0.02)
        other.close()


async def _sent_away(shares: Shares) -> bool:
    """Whether who is answered now is asked to come again."""
    sent: list[Message] = []

    async def answers(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x", b"y")]})

    async def note(message: Message) -> None:
        sent.append(message)

    await Spread(answers, shares=shares)({"type": "http"}, _nothing, note)
    [start] = sent
    assert (b"x", b"y") in start["headers"]
    return (b"connection", b"close") in start["headers"]


async def _nothing() -> Message:
    raise AssertionError("nobody asks for the body")


async def test_who_is_with_the_fuller_process_is_asked_to_come_again_until_both_have_about_as_many() -> None:
    memory = shared_memory(2)
    early, late = Shares(memory, 0), Shares(memory, 1)
    there = [20]
    early.inside = lambda: there[0]
    early.say()
    assert not await _sent_away(early)  # the other lets nobody in yet
    late.inside = lambda: 20 - there[0]
    late.say()
    while await _sent_away(early):
        assert not await _sent_away(late)
        there[0] -= 1
        late.say()
    assert there == [12]
    assert not await _sent_away(late)


async def test_nobody_is_sent_away_to_a_process_that_was_waited_for_in_vain() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        memory = shared_memory(2)
        shares = Shares(memory, 0)
        there: set[_Inside] = set()
        door = Door(listener.dup(), lambda: _Inside(b"a", there), lambda: len(there), shares)
        door.open()
        came = [await _come(listener) for _ in range(8)]
        for reader, _ in came:
            await reader.readexactly(1)
        _died(memory, 1)
        assert await _sent_away(shares)
        came.append(await _come(listener))
        await came[-1][0].readexactly(1)
        assert not await _sent_away(shares)
        for _, writer in came:
            writer.close()
        while there:
            await asyncio.sleep(0)
        door.close()
