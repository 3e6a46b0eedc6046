"""A server that is asked to stop lets its listeners go at once; the next one tells what they missed."""

from pathlib import Path

import httpx
import pytest

from tests.conftest import Database
from tests.contract.running import serving
from tests.dispatch.conftest import Doctors, awake, coordinator, doctors, requester
from tests.dispatch.scene import file
from tests.roles import SignedIn

__all__ = ["awake", "coordinator", "doctors", "requester"]

pytestmark = pytest.mark.slow

CUT = "timeout graceful shutdown exceeded"
"""What uvicorn says when it has waited five seconds for an answer that does not end, and cancels it."""


async def test_a_stop_ends_streams_at_once_and_the_next_server_goes_on_from_the_last_event(
    coordinator: SignedIn, requester: SignedIn, doctors: Doctors, connected: Database, tmp_path: Path
) -> None:
    await doctors(1)
    async with httpx.AsyncClient(cookies=dict(coordinator.cookies), timeout=20) as browser:
        with serving(connected.owner_url, tmp_path / "first.log") as url:
            stream = browser.stream("GET", f"{url}/api/v1/events")
            answer = await stream.__aenter__()
            lines = answer.aiter_lines()
            last = ""
            while not last:
                line = await anext(lines)
                last = line.removeprefix("id: ") if line.startswith("id: ") else ""
        assert CUT not in (tmp_path / "first.log").read_text()
        assert [line async for line in lines if line.startswith("event: ")] == ["event: reset"]
        await stream.__aexit__(None, None, None)

        case = await file(requester)  # while nobody listens
        with serving(connected.owner_url, tmp_path / "second.log") as url:
            headers = {"Last-Event-ID": last}
            async with browser.stream("GET", f"{url}/api/v1/events", headers=headers) as answer:
                assert answer.status_code == 200
                lines = answer.aiter_lines()
                told = ""
                while not told:
                    line = await anext(lines)
                    told = line if line.startswith("data: ") else ""
                assert case["id"] in told
