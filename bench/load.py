"""A crowd of callers in a process of its own, that costs little: the same two cores serve, query and call.

`calls` starts it. It reads what to ask on its standard input and writes what it saw on its output. One buffer
for each connection, into which the answers are read one over the other: none is kept, looked at or decoded
beyond its status and its length.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import uvloop

WARM_UP = 12
"""Calls of each caller before those that count: connections are open then, statements prepared, and each of
two processes has been asked nearly all that is asked again."""


@dataclass(frozen=True)
class Seen:
    """What the callers saw: the milliseconds of each call, and how many calls a second."""

    ms: list[float]
    per_s: float


def calls(port: int, paths: list[str], *, token: str, callers: int, times: int) -> Seen:
    """GET these paths one after the other, `times` in all, by so many callers at once who ask again as soon
    as they are answered. RuntimeError when an answer is not a 200."""
    asked = {"port": port, "paths": paths, "token": token, "callers": callers, "times": times}
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"], input=json.dumps(asked), capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return Seen(**json.loads(done.stdout))


class _Line(asyncio.BufferedProtocol):
    """One connection, that stays open until the server says that it does not (`leaving`)."""

    def __init__(self) -> None:
        self._buffer = bytearray(1 << 19)
        self._room = memoryview(self._buffer)
        self._head, self._left = b"", 0
        self._answered: asyncio.Future[None] | None = None
        self.leaving = False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    async def ask(self, request: bytes) -> None:
        """Send the request; return once its whole answer has come."""
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        await self._answered

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._room

    def buffer_updated(self, nbytes: int) -> None:
        if self._left:
            self._left -= nbytes
        else:
            self._head += self._buffer[:nbytes]
            head, end, body = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 200 " not in head.split(b"\r\n", 1)[0]:
                self._fail(RuntimeError(self._head[:500].decode("latin-1")))
                return
            self.leaving = b"\r\nconnection: close" in head.lower()
            length = head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]
            self._head, self._left = b"", int(length) - len(body)
        if not self._left and self._answered is not None:
            self._answered.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(exc or ConnectionError("The server hung up"))

    def _fail(self, error: Exception) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(error)

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


async def _crowd(port: int, paths: list[str], token: str, callers: int, times: int) -> dict[str, Any]:
    tail = f" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"
    requests = [f"GET {path}{tail}".encode() for path in paths]
    loop = asyncio.get_running_loop()

    async def came() -> _Line:
        return (await loop.create_connection(_Line, "127.0.0.1", port))[1]

    lines = [await came() for _ in range(callers)]
    taken: list[float] = []

    async def call(place: int, numbers: Iterator[int]) -> None:
        for number in numbers:
            start = time.perf_counter()
            if lines[place].leaving:
                lines[place].close()
                lines[place] = await came()
            await lines[place].ask(requests[number % len(requests)])
            taken.append((time.perf_counter() - start) * 1000)

    warm = WARM_UP * callers
    for turns in (range(warm), range(warm, warm + times)):
        taken.clear()
        numbers, began = iter(turns), time.perf_counter()
        await asyncio.gather(*(call(place, numbers) for place in range(callers)))
    return {"ms": taken, "per_s": times / (time.perf_counter() - began)}


if __name__ == "__main__":
    print(json.dumps(uvloop.run(_crowd(**json.load(sys.stdin)))))
