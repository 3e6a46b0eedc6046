"""A browser that listens to events: the application called as a server calls it, read piece by piece."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from fastapi import FastAPI

from tests.roles import SignedIn

PATIENCE = 20.0


@dataclass(frozen=True)
class Heard:
    """One event."""

    name: str
    id: int
    data: dict[str, Any]


class Ear:
    """`async with Ear(app, who, after=…) as ear: await ear.next()`; leaving the block closes the browser."""

    def __init__(self, app: FastAPI, who: SignedIn, *, after: int | None = None, last: int | None = None):
        self.status: int | None = None
        self.text = ""
        self._app, self._events = app, asyncio.Queue[Heard]()
        self._gone = asyncio.Event()
        cookies = "; ".join(f"{name}={value}" for name, value in who.cookies.items())
        headers = [(b"host", b"maillage.example"), (b"cookie", cookies.encode())]
        if last is not None:
            headers.append((b"last-event-id", str(last).encode()))
        query = b"" if after is None else f"after={after}".encode()
        self._scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/api/v1/events",
            "raw_path": b"/api/v1/events",
            "query_string": query,
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("maillage.example", 80),
        }
        self._asked = False

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._app(self._scope, self._receive, self._send))
        await until(lambda: self.status is not None)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._gone.set()
        await self.ended()

    async def next(self) -> Heard:
        """The next event; TimeoutError when none comes."""
        async with asyncio.timeout(PATIENCE):
            return await self._events.get()

    async def nexts(self, count: int) -> list[Heard]:
        """The next so many events."""
        return [await self.next() for _ in range(count)]

    def rest(self) -> list[Heard]:
        """What has come and was not read yet."""
        return [self._events.get_nowait() for _ in range(self._events.qsize())]

    async def ended(self) -> None:
        """Return when the server has ended the stream."""
        async with asyncio.timeout(PATIENCE):
            await self._task

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        self.text += message.get("body", b"").decode()
        *blocks, _ = message.get("body", b"").decode().split("\n\n")
        for block in blocks:
            said = dict(line.split(": ", 1) for line in block.split("\n"))
            if "event" in said:
                self._events.put_nowait(Heard(said["event"], int(said["id"]), json.loads(said["data"])))


async def until(condition: Callable[[], bool]) -> None:
    """Return once the condition holds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.01)
