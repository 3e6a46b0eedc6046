"""Live events: many listeners on one web process: its memory, its rest, the time until the last one hears.

Usage: python -m bench.live [LISTENERS]
Wanted: 2,000 listeners in less than 400 MB for the process.
"""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psutil

from api.contract.models import LiveTopic, Role
from api.core import live
from api.core.db import unit_of_work
from api.identity import cookies
from bench import scratch
from bench.acceptance import make_community, session_of
from tests.contract.running import PROJECT, free_port

BUDGET_MB = 400
PER_ACCOUNT = 20
ROUNDS = 20
REST_SECONDS = 20.0


class Listeners:
    """Open streams, read as bytes: the measure must not weigh more than what is measured."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heard: list[float] = []
        self.awaited = b""
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self, token: str) -> None:
        """One more stream; returns when its first event has come."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        request = f"GET /api/v1/events HTTP/1.1\r\nHost: bench\r\nCookie: {cookies.SESSION}={token}\r\n\r\n"
        writer.write(request.encode())
        await reader.readuntil(b"event: reset")
        self._tasks.append(asyncio.create_task(self._read(reader, writer)))

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The writer is kept: a forgotten one closes the connection.
        while not writer.is_closing() and (said := await reader.read(65_536)):
            if self.awaited and self.awaited in said:
                self.heard.append(time.perf_counter())

    def close(self) -> None:
        """Give all of them up."""
        for task in self._tasks:
            task.cancel()


async def accounts(community_id: UUID, number: int) -> list[str]:
    """Sessions of so many coordinators."""
    async with unit_of_work(community_id) as db:
        return [await session_of(db, community_id, Role.coordinator, 1 + n, None) for n in range(number)]


async def until_the_last_hears(listeners: Listeners, community_id: UUID, count: int) -> float:
    """One committed event that concerns everybody; milliseconds until the last one has it."""
    subject = uuid4()
    listeners.heard, listeners.awaited = [], str(subject).encode()
    async with unit_of_work(community_id) as db:
        audience = [live.role_key(Role.coordinator)]
        live.announce(db, community_id, LiveTopic.cases, audience, subject_id=subject)
    committed = time.perf_counter()
    async with asyncio.timeout(30):
        while len(listeners.heard) < count:
            await asyncio.sleep(0.001)
    return (max(listeners.heard) - committed) * 1000


async def measure(process: psutil.Process, port: int, count: int) -> list[dict[str, Any]]:
    """Open, rest, tell."""
    community_id, _ = await make_community()
    tokens = await accounts(community_id, -(-count // PER_ACCOUNT))
    listeners = Listeners(port)
    await listeners.open(tokens[0])  # what is loaded once is not the price of a listener
    before = process.memory_info().rss / 1e6
    started = time.perf_counter()
    for first in range(1, count, 50):
        batch = range(first, min(count, first + 50))
        await asyncio.gather(*(listeners.open(tokens[number // PER_ACCOUNT]) for number in batch))
    opened = time.perf_counter() - started
    after = process.memory_info().rss / 1e6
    busy = sum(process.cpu_times()[:2])
    await asyncio.sleep(REST_SECONDS)
    rest = (sum(process.cpu_times()[:2]) - busy) / REST_SECONDS
    told = [await until_the_last_hears(listeners, community_id, count) for _ in range(ROUNDS)]
    listeners.close()
    return [
        {
            "listeners": count,
            "before_mb": round(before, 1),
            "with_all_mb": round(after, 1),
            "told_all_mb": round(process.memory_info().rss / 1e6, 1),
            "kb_each": round((after - before) * 1000 / count, 1),
            "opened_s": round(opened, 1),
            "cpu_at_rest_percent": round(100 * rest, 2),
            "last_hears_p50_ms": round(scratch.percentile(told, 0.5), 1),
            "last_hears_max_ms": round(max(told), 1),
        }
    ]


async def with_server(owner_url: str, count: int) -> list[dict[str, Any]]:
    """A web process of its own on the scratch database."""
    port = free_port()
    log = Path(tempfile.gettempdir()) / "maillage-bench-live.log"
    with log.open("w") as out:
        web = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "web"],
            cwd=PROJECT,
            env={**os.environ, "DATABASE_URL": owner_url, "PORT": str(port)},
            stdout=out,
            stderr=out,
        )
    try:
        while True:
            try:
                (await asyncio.open_connection("127.0.0.1", port))[1].close()
                break
            except OSError:
                await asyncio.sleep(0.1)
        return await measure(psutil.Process(web.pid), port, count)
    finally:
        asked = time.perf_counter()
        web.terminate()
        await asyncio.to_thread(web.wait)
        print(f"Stopped in {time.perf_counter() - asked:.1f} s.")


def main(count: int = 2_000) -> int:
    """Measure, print and write bench/results/live.json; 1 when the process needs more than its budget."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 3 * count + 1_000), most))  # children inherit it
    with scratch.database() as owner_url:
        rows = scratch.run(owner_url, with_server(owner_url, count))
    scratch.show("live", rows)
    return int(max(rows[0]["with_all_mb"], rows[0]["told_all_mb"]) > BUDGET_MB)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
