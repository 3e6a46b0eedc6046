"""The regulator's search in one commune of 400 doctors, then 500 regulators who open the page at once.

Usage: python -m bench.regulation [PROFESSIONALS] [REPEATS] [REGULATORS]
Budget: p95 under 60 ms for the search; the burst loses nothing: every answer of every page is a 200.
Shown against PostgreSQL answering the same statements alone, and against the same bytes from memory.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import time
from collections import Counter
from typing import Any
from uuid import UUID

import httpx
import structlog

from api.app import create_app
from api.contract.models import Role
from api.core.actor import system_actor
from api.core.clock import now
from api.core.db import unit_of_work
from api.identity import cookies
from api.identity import service as identity
from bench import scratch
from bench.crowd import Client, server
from bench.slots import VITRY, alone, fill, from_memory, join, make_community, processor, row_of, timed

ADDRESS = f"/api/v1/availability?commune_insee={VITRY}&radius_km=3"
PAGE = ("/disponibilites", "/api/v1/me", "/api/v1/community", ADDRESS)
"""What a browser that has the files of the web app asks when the page opens."""


async def regulator_of(community_id: UUID, number: int) -> str:
    """A session of one more regulator."""
    async with unit_of_work(community_id) as db:
        account = await identity.create_account(
            db, system_actor(), email=f"sas{number}@bench.example", name="SAS", password=None, at=now()
        )
        await identity.grant_role(
            db,
            system_actor(),
            account,
            community_id=community_id,
            role=Role.regulator,
            organisation_id=None,
            at=now(),
        )
        return await identity.open_session(db, account, at=now())


async def search(token: str, repeats: int) -> dict[str, Any]:
    """The search over HTTP, in this process."""
    transport = httpx.ASGITransport(app=create_app())
    jar = {cookies.SESSION: token}
    async with httpx.AsyncClient(transport=transport, base_url="http://bench.example", cookies=jar) as http:

        async def call() -> httpx.Response:
            answer = await http.get(ADDRESS)
            assert answer.status_code == 200, answer.text
            return answer

        answer = await call()
        runs, bare = await timed(call, repeats), await alone(call, repeats)
        memory = await from_memory(answer.content, repeats)
        found = int(answer.json()["total"])
        return row_of("availability", found, runs, await processor(call, repeats), bare, memory)


async def burst(port: int, tokens: list[str]) -> dict[str, Any]:
    """As many regulators as sessions open the page at the same instant; how long, and what was lost.

    Each has the connections of a browser: one for the page, then one for each of what the page asks.
    """
    lost: Counter[str] = Counter()
    pages: list[float] = []

    async def one(browser: Client, path: str) -> None:
        try:
            status, _ = await browser.get(path)
            if status != 200:
                lost[f"{path} {status}"] += 1
        except (OSError, asyncio.IncompleteReadError) as error:
            lost[f"{path} {type(error).__name__}"] += 1

    async def opens(token: str) -> None:
        browser = [Client(port, token) for _ in PAGE[1:]]
        start = time.perf_counter()
        await one(browser[0], PAGE[0])
        await asyncio.gather(*map(one, browser, PAGE[1:]))
        pages.append((time.perf_counter() - start) * 1000)
        for line in browser:
            line.close()

    start = time.perf_counter()
    async with asyncio.timeout(120):
        await asyncio.gather(*map(opens, tokens))
    whole = time.perf_counter() - start
    for what, times in lost.items():
        print(f"lost: {what}, {times} times")
    return {
        "regulators": len(tokens),
        "answers": len(tokens) * len(PAGE),
        "lost": lost.total(),
        "whole_s": whole,
        "page_p50_ms": scratch.percentile(pages, 0.5),
        "page_p95_ms": scratch.percentile(pages, 0.95),
    }


async def measured(
    repeats: int, professionals: int, regulators: int, owner_url: str
) -> tuple[list[str], dict[str, Any]]:
    """Sessions of so many regulators, and what the search costs one of them among so many doctors."""
    community_id, _ = await make_community()
    await join(community_id, fill(owner_url, community_id, professionals))
    tokens = [await regulator_of(community_id, number) for number in range(regulators)]
    return tokens, await search(tokens[0], repeats)


def main(professionals: int = 400, repeats: int = 40, regulators: int = 500) -> int:
    """Fill a scratch database, measure, print and write bench/results; the number of answers lost."""
    # The line of log that each request writes is part of serving it, not of this comparison.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    # The garbage collector as `api.serve` sets it in each web process.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    with scratch.database() as owner_url:
        tokens, found = scratch.run(owner_url, measured(repeats, professionals, regulators, owner_url))
        scratch.show("regulation", [found])
        with server(owner_url) as port:
            rush = asyncio.run(burst(port, tokens))
        scratch.show("regulation_burst", [rush])
    return int(rush["lost"])


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
