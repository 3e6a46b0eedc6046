"""kill -9 of the worker while the platform has the request and not yet answered."""

import asyncio
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.availability.conftest import Opens
from tests.conftest import Database
from tests.contract.running import working
from tests.roles import SignedIn
from tests.sas.fake_platform import FakePlatform, Papers, stalls
from tests.sas.scene import an_opening, booked, cancelled, listed

pytestmark = pytest.mark.slow


def worker(
    database: Database, url: str, papers: Papers, log: Path, *, later: float = 0
) -> AbstractContextManager[None]:
    """A worker that tells the platform at this address, with these papers."""
    return working(
        database.owner_url,
        log,
        later=later,
        MAILLAGE_SAS_URL=url,
        MAILLAGE_SAS_CLIENT_CERTIFICATE=str(papers.certificate),
        MAILLAGE_SAS_CLIENT_KEY=str(papers.key),
        MAILLAGE_SAS_SERVER_CA=str(papers.authority),
    )


async def came(platform: FakePlatform, log: Path) -> None:
    """Wait for the next request."""
    try:
        await asyncio.wait_for(platform.came.wait(), 40)
    except TimeoutError:
        pytest.fail(log.read_text()[-4000:])
    platform.came.clear()


async def test_a_worker_killed_before_the_answer_loses_nothing_and_doubles_nothing(
    regulator: SignedIn,
    doctor: SignedIn,
    opens: Opens,
    platform: FakePlatform,
    papers: Papers,
    admin: SignedIn,
    connected: Database,
    tmp_path: Path,
) -> None:
    appointment = await booked(regulator, await an_opening(doctor, opens))
    platform.ways.append(stalls)
    log = tmp_path / "worker.log"
    with worker(connected, platform.url, papers, log):
        await came(platform, log)
    await cancelled(doctor, appointment)
    with worker(connected, platform.url, papers, log, later=120):
        await came(platform, log)
        while (await listed(admin))[0]["state"] != "sent":
            await asyncio.sleep(0.05)
    assert platform.said == [("POST", "booked"), ("PUT", "cancelled")]
    [[body]] = platform.kept.values()
    assert body["status"] == "cancelled"
