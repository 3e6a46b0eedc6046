"""A web process of its own, in front of a database of a test."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

PROJECT = Path(__file__).resolve().parents[2]

WORKER = "worker"
"""The name by which PostgreSQL knows the connections of a worker that `working` started."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def maillage(*arguments: str, database_url: str) -> str:
    """Run `maillage …` on this database to its end; what it printed. AssertionError when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def quick_folder() -> str | None:
    """Memory rather than disk when there is plenty: copying a database then takes 10 ms, not 150."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 2**30:
        return str(memory)
    return None


@contextmanager
def serving(database_url: str, log: Path) -> Iterator[str]:
    """A web process on this database (the owner's address); its base URL, once it is ready."""
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": database_url, "PORT": str(port)}
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "web"], cwd=PROJECT, env=environment, stdout=out, stderr=out
        )
        try:
            yield _once_ready(f"http://127.0.0.1:{port}", process, log)
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=15)


def _once_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 60
    while True:
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return url
        except httpx.TransportError:
            pass
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


@contextmanager
def working(database_url: str, log: Path, *, later: float = 0, **environment: str) -> Iterator[None]:
    """A worker in a process of its own, whose clock is that many seconds ahead; killed at the end."""
    settings = {"DATABASE_URL": database_url, "MAILLAGE_CLOCK_OFFSET": str(later), "PGAPPNAME": WORKER}
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "worker"],
            cwd=PROJECT,
            env=os.environ | settings | environment,
            stdout=out,
            stderr=out,
        )
    try:
        yield
    finally:
        process.kill()
        process.wait(timeout=20)
