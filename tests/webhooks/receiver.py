"""Software of tests that is told something: it takes messages, and misbehaves on demand."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from tests.fake_host import Asked, FakeHost, Serve, fake_host, page

PATH = "/maillage"

takes = page(status=204)


@dataclass
class Receiver:
    """`receiver.ways.append(page(status=500))`: so is the next message answered; without one, taken."""

    host: FakeHost
    ways: deque[Serve] = field(default_factory=deque)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    callers: list[asyncio.StreamWriter] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is told."""
        return self.host.url(PATH)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The bodies that came, in order."""
        return [json.loads(asked.body) for asked in self.host.asked]

    @property
    def steps(self) -> list[str]:
        """What the messages said, in order: the last word of the type, and the number of the request."""
        return [f"{one['type'].partition('.')[2]} {one['data']['number']}" for one in self.messages]

    @property
    def ids(self) -> list[str]:
        """The `webhook-id` of each, in order."""
        return [asked.headers["webhook-id"] for asked in self.host.asked]

    async def serve(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        """Answer the next message."""
        self.callers.append(writer)
        self.came.set()
        await (self.ways.popleft() if self.ways else takes)(asked, writer)


async def stalls(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    with suppress(ConnectionError):
        await writer.wait_closed()


async def dies_midway(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Hang up in the middle of the answer."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{")
    await writer.drain()
    writer.close()


@asynccontextmanager
async def receiving(*, reachable: bool = True) -> AsyncIterator[Receiver]:
    """Software that is listening."""
    async with fake_host(reachable=reachable) as host:
        receiver = Receiver(host)
        host.pages[PATH] = receiver.serve
        yield receiver
        for writer in receiver.callers:  # some still wait for an answer
            writer.transport.abort()
            with suppress(ConnectionError):
                await writer.wait_closed()
