"""Requests that wait for their turn in one process."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from api.core.admission import LATER, PATIENCE, Admission
from api.core.doors import Shares, shared_memory

SEARCH: dict[str, Any] = {"type": "http", "path": "/search"}
START: Message = {"type": "http.response.start", "status": 200}
END: Message = {"type": "http.response.body", "body": b""}


class Worked:
    """An application that notes who is being worked on, answers when it is told to, and ends when its reader
    has read."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.may_answer: dict[str, asyncio.Event] = {}
        self.has_read = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["name"]
        self.began.append(name)
        await self.may_answer.setdefault(name, asyncio.Event()).wait()
        if name == "broken":
            raise ValueError("broken")
        await send(START)
        await self.has_read.wait()
        await send(END)


async def _nothing(message: Message) -> None:
    """A reader."""


async def _come(app: Admission, *names: str, path: str = "/search") -> list[asyncio.Task[None]]:
    """These requests, in that order, each as far as it can go."""
    scopes = [{**SEARCH, "path": path, "name": name} for name in names]
    tasks = [asyncio.create_task(app(scope, None, _nothing)) for scope in scopes]  # type: ignore[arg-type]
    await _settle()
    return tasks


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_so_many_are_worked_on_at_once_and_the_others_follow_in_the_order_they_came() -> None:
    worked = Worked()
    app = Admission(worked, paths=["/search"], at_once=2)
    tasks = await _come(app, "a", "b", "c", "d")
    assert worked.began == ["a", "b"]
    for ends, follows in (("b", "c"), ("a", "d")):
        worked.may_answer[ends].set()
        await _settle()
        assert worked.began[-1] == follows
    for event in worked.may_answer.values():
        event.set()
    # All turns ended with the beginning of the answer, however slowly it is read.
    assert not any(task.done() for task in tasks)
    worked.has_read.set()
    await asyncio.gather(*tasks)


async def test_other_requests_wait_for_nobody() -> None:
    worked = Worked()
    app = Admission(worked, paths=["/search"], at_once=1)
    tasks = await _come(app, "a", "b")
    tasks += await _come(app, "other", path="/other")
    assert worked.began == ["a", "other"]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_request_that_breaks_or_whose_caller_leaves_gives_its_turn_on() -> None:
    worked = Worked()
    worked.has_read.set()
    app = Admission(worked, paths=["/search"], at_once=1)
    broken, left_waiting, left_working, last = await _come(app, "broken", "left", "working", "last")
    left_waiting.cancel()
    worked.may_answer["broken"].set()
    with pytest.raises(ValueError, match="broken"):
        await broken
    await _settle()
    assert worked.began == ["broken", "working"]
    left_working.cancel()
    await _settle()
    worked.may_answer["last"].set()
    await last
    assert worked.began == ["broken", "working", "last"]


class Processes:
    """Two that share one crowd, each with one turn, on a clock that stands still."""

    def __init__(self) -> None:
        self.at, memory = 1, shared_memory(2)
        self.worked = Worked()
        self.worked.has_read.set()
        self.one, self.other = (
            Admission(
                self.worked, paths=["/search"], at_once=1, shares=Shares(memory, place), tick=lambda: self.at
            )
            for place in range(2)
        )

    async def begun(self, *names: str) -> None:
        """Return once these are worked on, or were, in that order."""
        while self.worked.began != [*names]:
            await asyncio.sleep(0)


async def test_a_process_lets_the_other_go_on_where_somebody_has_waited_for_longer() -> None:
    both = Processes()
    tasks = await _come(both.one, "a", "waits")
    both.at += LATER - 1
    tasks += await _come(both.other, "hardly later")
    assert both.worked.began == ["a", "hardly later"]
    both.worked.may_answer["hardly later"].set()
    both.at += 1
    tasks += await _come(both.other, "later")
    assert both.worked.began == ["a", "hardly later"]
    both.worked.may_answer["a"].set()
    await both.begun("a", "hardly later", "waits", "later")
    for event in both.worked.may_answer.values():
        event.set()
    await asyncio.gather(*tasks)


async def test_a_process_where_nothing_moves_holds_up_the_other_once_and_for_a_moment() -> None:
    both = Processes()
    tasks = await _come(both.one, "stuck", "waits")
    both.at += LATER
    tasks += await _come(both.other, "later", "last")
    assert both.worked.began == ["stuck"]
    both.at += PATIENCE + 1
    await both.begun("stuck", "later")
    both.worked.may_answer["later"].set()
    await _settle()
    assert both.worked.began == ["stuck", "later", "last"]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
