"""A real instance for a real browser: `maillage serve` on data of its own, with the demonstration."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from tests.contract.running import PROJECT, free_port, quick_folder
from tools.bootstrap import build_web_app

PARIS = ZoneInfo("Europe/Paris")
TUESDAY = 1
STARTS_IN = timedelta(seconds=120)

_UNTIL_THE_END = ExitStack()
atexit.register(_UNTIL_THE_END.close)


@dataclass(frozen=True)
class Instance:
    """Where it answers, the port of this machine that stands for the Internet to it, and the environment of
    its processes."""

    url: str
    elsewhere: int
    environment: Mapping[str, str]

    def maillage(self, *arguments: str) -> str:
        """Run `maillage …` beside the instance, on its data; what it printed."""
        command = [sys.executable, "-m", "api.cli", *arguments]
        done = subprocess.run(
            command,
            cwd=PROJECT,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def coming_tuesday(hour: int, minute: int, second: int, *, after: datetime) -> datetime:
    """The next Tuesday at that time of the wall clock of Paris: ordinary hours of an ordinary day."""
    day = after.astimezone(PARIS).date()
    day += timedelta(days=(TUESDAY - day.weekday()) % 7)
    found = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=PARIS)
    if found <= after:
        found += timedelta(days=7)  # the same hour of the wall clock, whatever the change of time between
    return found


@contextmanager
def folder_of_data() -> Iterator[Path]:
    """A folder for the data of an instance, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="maillage-e2e-", dir=quick_folder()))
    folder.chmod(0o755)  # PostgreSQL runs as another user than root
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Demonstration:
    """A folder of data with the two territories in it, and how long it took to make."""

    data: Path
    took: timedelta


@cache
def demonstration_of(lives_at: datetime | None) -> Demonstration:
    """The data of an instance that was first started at that time of the clock (now, without it)."""
    folder = _UNTIL_THE_END.enter_context(folder_of_data())
    began = datetime.now(UTC)
    subprocess.run(
        [sys.executable, "-m", "api.cli", "prepare"],
        cwd=PROJECT,
        env=_environment(folder / "data", lives_at),
        stdin=subprocess.DEVNULL,
        check=True,
    )
    return Demonstration(folder / "data", datetime.now(UTC) - began)


def _environment(data: Path, lives_at: datetime | None) -> dict[str, str]:
    """What the processes of an instance are told: where its data are, and what its clock says now."""
    told = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told |= {"MAILLAGE_DATA": str(data), "MAILLAGE_DEMO": "1", "MAILLAGE_TEST": "1"}
    told["MAILLAGE_BASE_URL"] = "http://vitry.maillage.example"
    if lives_at is not None:
        told["MAILLAGE_CLOCK_OFFSET"] = str((lives_at - datetime.now(UTC)).total_seconds())
    return told


@contextmanager
def running(
    *,
    lives_at: datetime | None = None,
    on: Path | None = None,
    log: Path | None = None,
    **settings: str,
) -> Iterator[Instance]:
    """An instance whose clock says `lives_at` at its start (the real time without it), until the block ends.
    `settings`: more of its environment, its `PORT` among them.

    `on`: the folder of its data, where another one may go on once this one has ended, as a server that is
    started again days later. Without it the data go with the instance. The demonstration is made once for all
    instances that wake at the same hour; this one begins as long after it as the making took.
    The web app is built first when it is not there or older than its sources.
    """
    build_web_app()
    with nullcontext(on) if on is not None else folder_of_data() as folder:
        yield from _served(folder, lives_at, log or folder / "serve.log", settings)


def _served(
    folder: Path, lives_at: datetime | None, log: Path, settings: Mapping[str, str]
) -> Iterator[Instance]:
    data = folder / "data"
    if not data.exists():
        made = demonstration_of(lives_at)
        subprocess.run(["cp", "-a", made.data, data], check=True)  # keeps their owner, which is not ours
        lives_at = lives_at and lives_at + made.took
    port, elsewhere = int(settings.get("PORT") or free_port()), free_port()
    environment = _environment(data, lives_at) | {"PORT": str(port)}
    environment["MAILLAGE_OUTGOING_ALLOWS"] = f"127.0.0.1:{elsewhere}"
    environment |= settings
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "serve"], cwd=PROJECT, env=environment, stdout=out, stderr=out
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url, process, log)
        yield Instance(url, elsewhere, environment)
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=30)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_IN.total_seconds()
    while True:
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)
