"""`maillage serve` at its edges: what it refuses at once, and how it keeps its processes running."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli_database import refuse_to_serve_unfinished
from api.core.settings import settings
from api.supervisor import Child, Ending, supervise

PROJECT = Path(__file__).resolve().parents[1]
APPENDS_ITS_PID = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(600)"


def refused(command: str = "serve", **environment: str) -> str:
    """What `maillage serve` (or another) says when it exits with code 2 instead of starting."""
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", command],
        env={**os.environ, **environment},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_the_usage_names_the_command_that_is_typed() -> None:
    command = [sys.executable, "-m", "api.cli", "serve", "--help"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=30, check=True)
    assert "maillage serve" in done.stdout
    assert "api.cli" not in done.stdout


def test_a_port_already_taken_is_said_with_another_to_try(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(PORT=str(port), MAILLAGE_DATA=str(tmp_path / "data"))
    assert f"Le port {port} est déjà pris. Essayez : PORT={port + 1} make run" in said
    assert not (tmp_path / "data").exists()


def test_whoever_serves_starts_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "database_url", f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
    refuse_to_serve_unfinished()


def test_the_port_of_the_platform_already_taken_is_said_by_its_own_setting(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(
            PORT=str(free_port()),
            MAILLAGE_DATA=str(tmp_path / "data"),
            MAILLAGE_SAS_PORT=str(port),
            MAILLAGE_SAS_CERTIFICATE="/nowhere.pem",
        )
    assert f"Le port {port} est déjà pris. Essayez : MAILLAGE_SAS_PORT={port + 1} make run" in said
    assert not (tmp_path / "data").exists()


def test_a_data_folder_that_cannot_be_written_is_said_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = refused(PORT=str(free_port()), MAILLAGE_DATA=str(tmp_path / "file" / "data"))
    assert str(tmp_path / "file" / "data") in said
    assert "MAILLAGE_DATA=" in said


@pytest.mark.parametrize("command", ["serve", "migrate"])
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://maillage:s3cret@127.0.0.1:{port}/maillage", "ne répond pas"),
        ("s3cret", "ne se lit pas"),
    ],
)
def test_a_database_that_does_not_answer_is_one_line_without_its_password(
    url: str, said: str, command: str, tmp_path: Path
) -> None:
    place = {"PORT": str(free_port()), "MAILLAGE_DATA": str(tmp_path)}
    line = refused(command, DATABASE_URL=url.format(port=free_port()), **place)
    assert line.startswith("La base de DATABASE_URL" if "répond" in said else "DATABASE_URL")
    assert said in line
    assert "s3cret" not in line


@pytest.mark.parametrize("value", ["zéro", "0", "65536"])
def test_a_port_that_is_not_one_is_refused_by_name(value: str) -> None:
    assert f"PORT={value}" in refused(PORT=value)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def child(name: str, code: str, *arguments: str) -> Child:
    return Child(name, [sys.executable, "-c", code, *arguments], patience=5)


def run(
    children: list[Child],
    then: Callable[[], object] = lambda: None,
    *,
    until: Callable[[], bool] = lambda: True,
    database_alive: Callable[[], bool] = lambda: True,
) -> Ending:
    """Supervise `children`; once `until` holds they are ready, `then` happens."""

    async def ready() -> None:
        while not until():
            await asyncio.sleep(0.02)
        then()

    async def bounded() -> Ending:
        async with asyncio.timeout(30):
            return await supervise(children, os.environ, ready=ready, database_alive=database_alive)

    return asyncio.run(bounded())


def ask_to_stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def pids(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_that_is_killed_is_started_again(tmp_path: Path) -> None:
    file = tmp_path / "pids"

    def restarted() -> bool:
        return len(pids(file)) == 2

    async def kill_once_then_stop() -> Ending:
        is_ready = asyncio.Event()

        async def ready() -> None:
            while not pids(file):
                await asyncio.sleep(0.02)
            is_ready.set()

        async def act() -> None:
            await is_ready.wait()
            os.kill(pids(file)[0], signal.SIGKILL)
            while not restarted():
                await asyncio.sleep(0.02)
            ask_to_stop()

        acting = asyncio.create_task(act())
        ending = await supervise(
            [child("web", APPENDS_ITS_PID, str(file))], os.environ, ready=ready, database_alive=lambda: True
        )
        await acting
        return ending

    assert asyncio.run(asyncio.wait_for(kill_once_then_stop(), 30)) is Ending.ASKED
    assert restarted()
    assert not any(is_alive(pid) for pid in pids(file))


def test_processes_stop_in_the_order_given(tmp_path: Path) -> None:
    file = tmp_path / "order"
    code = (
        "import signal, sys, time\n"
        "def end(*_):\n"
        "    time.sleep(float(sys.argv[3])); open(sys.argv[1], 'a').write(sys.argv[2]); sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "open(sys.argv[1] + sys.argv[2], 'w')\n"
        "time.sleep(600)"
    )
    children = [child("web", code, str(file), "w", "0.3"), child("worker", code, str(file), "j", "0")]
    started = [Path(f"{file}{letter}") for letter in "wj"]
    assert run(children, ask_to_stop, until=lambda: all(path.exists() for path in started)) is Ending.ASKED
    assert file.read_text() == "wj"


def test_a_process_gives_way_to_the_others_by_as_much_as_it_is_told(tmp_path: Path) -> None:
    code = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.nice(0))); time.sleep(600)"
    web, jobs = tmp_path / "web", tmp_path / "jobs"
    children = [child("web", code, str(web)), replace(child("worker", code, str(jobs)), nice=3)]

    def written() -> bool:
        return all(file.exists() and file.read_text() for file in (web, jobs))

    assert run(children, ask_to_stop, until=written) is Ending.ASKED
    assert int(jobs.read_text()) - int(web.read_text()) == 3


def test_a_process_that_dies_before_the_instance_answers_ends_everything(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    children = [child("web", APPENDS_ITS_PID, str(file)), child("worker", "raise SystemExit(3)")]
    assert run(children, until=lambda: False) is Ending.NEVER_READY
    assert not any(is_alive(pid) for pid in pids(file))


def test_a_lost_database_ends_the_round(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    ending = run([child("web", APPENDS_ITS_PID, str(file))], database_alive=lambda: not pids(file))
    assert ending is Ending.DATABASE_LOST
    assert not any(is_alive(pid) for pid in pids(file))
